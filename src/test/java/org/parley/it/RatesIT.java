package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** Requests are held to their limits, exactly, and the answer says which and until when. */
class RatesIT {
    private static final int CLIENTS = 8;
    private static final int CLIENT_TURNS = 40;
    private static final String OF_AGENT = "whose = (SELECT CAST(id AS text) FROM agent_instances WHERE slug = ?)";
    private static final String ORIGIN = "https://shop.example";

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void of_many_at_once_exactly_as_many_pass_as_the_minute_has() {
        awaitRoomInMinute();
        parley.provider().script("rate-many", reply(), reply(), reply(), reply(), reply());
        ExecutorService clients = Executors.newFixedThreadPool(10);
        List<CompletableFuture<Api.Answer>> asked = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> api.chat("limited/minute", "rate-many"), clients))
                .limit(25)
                .toList();
        List<Api.Answer> answers = asked.stream().map(CompletableFuture::join).toList();
        clients.shutdown();

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(5);
        List<Api.Answer> refused =
                answers.stream().filter(answer -> answer.status() == 429).toList();
        assertThat(refused).hasSize(20).allSatisfy(answer -> {
            assertThat(answer.json().getString("type")).isEqualTo("/problems/rate-limited");
            assertThat(answer.json().getString("detail")).contains("agent", "5 requests a minute");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
        });
        assertThat(parley.provider().book("rate-many")).hasSize(5);
        assertThat(requests("minute")).isEqualTo(5);
    }

    @Test
    void what_is_left_is_told() {
        awaitRoomInMinute();
        Api.Answer first = chat("limited/told", "rate-told");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"agent\";q=1;w=60");
        assertThat(first.header("RateLimit")).matches("\"agent\";r=0;t=[0-9]+");
    }

    @Test
    void one_more_turn_than_may_run_at_once_is_refused_until_one_ends() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        parley.provider().script("rate-held", held(mayEnd), held(mayEnd), held(mayEnd));
        EventStream first = api.stream("limited/streams", "rate-held");
        EventStream second = api.stream("limited/streams", "rate-held");
        first.await("start");
        second.await("start");

        Api.Answer third = api.chat("limited/streams", "rate-held");
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.json().getString("detail")).contains("2 turns at once");

        mayEnd.countDown();
        first.await("done");
        second.await("done");
        await().until(() -> chat("limited/streams", "rate-free").status() == 200);
    }

    @Test
    void an_agent_whose_tokens_of_the_hour_are_used_up_is_refused() throws Exception {
        awaitRoomInMinute();
        assertThat(chat("limited/tokens", "rate-tokens").status()).isEqualTo(200); // 15 tokens each
        assertThat(chat("limited/tokens", "rate-tokens").status()).isEqualTo(200);
        Api.Answer third = chat("limited/tokens", "rate-tokens");
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.json().getString("detail")).contains("30 tokens an hour");
        try (Connection other = parley.database()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM rates FOR UPDATE");
            Api.Answer fourth = chat("limited/tokens", "rate-tokens");
            assertThat(fourth.status()).as("waits for nobody").isEqualTo(429);
            assertThat(fourth.json().getString("detail")).contains("30 tokens an hour");
            other.rollback();
        }
    }

    /** Limits and caps lock rows of their own, when a turn is opened and when its calls are settled. */
    @Test
    void tokens_are_counted_of_each_call_whatever_else_runs_in_that_moment() {
        awaitRoomInMinute();
        cap("{\"day\":\"1000\",\"month\":\"1000\"}");
        ProviderStub.Reply asks =
                call -> call.tool(0, "list", "get_available_directories", "{}").end("tool_calls", 10, 5, "0.01");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<CompletableFuture<Integer>> asked = IntStream.range(CLIENT_TURNS, 2 * CLIENT_TURNS)
                .mapToObj(turn -> CompletableFuture.supplyAsync(
                        () -> {
                            parley.provider().script("rate-counted-" + turn, asks, reply());
                            return api.chat("limited/counted", "rate-counted-" + turn)
                                    .status();
                        },
                        clients))
                .toList();

        assertThat(asked.stream().map(CompletableFuture::join)).containsOnly(200);
        clients.shutdown();
        assertThat(sql.count("SELECT tokens FROM rates WHERE " + OF_AGENT, "counted"))
                .isEqualTo(CLIENT_TURNS * 2 * 15);
        assertThat(tokens("account")).isGreaterThanOrEqualTo(CLIENT_TURNS * 2 * 15);
        assertThat(sql.rows("SELECT * FROM cap_audit")).isEmpty();
        cap("{}");
    }

    @Test
    void a_new_hour_begins_with_no_tokens() {
        awaitRoomInMinute();
        assertThat(chat("limited/hourly", "rate-hourly").status()).isEqualTo(200);
        sql.execute("UPDATE rates SET hour = hour - interval '1 hour' WHERE " + OF_AGENT.replace("?", "'hourly'"));
        assertThat(chat("limited/hourly", "rate-hourly").status()).isEqualTo(200);
        assertThat(sql.count("SELECT tokens FROM rates WHERE " + OF_AGENT, "hourly"))
                .isEqualTo(15);
    }

    @Test
    void a_visitor_is_told_from_others_and_the_key_from_its_visitors() {
        awaitRoomInMinute();
        String key = publishableKey("widget");
        parley.provider().script("rate-widget", reply(), reply(), reply(), reply(), reply());
        Api.Answer first = visit("widget", key, "");
        String ann = first.header("Set-Cookie").split(";", -1)[0];
        assertThat(first.header("Set-Cookie")).contains("HttpOnly", "Secure", "SameSite=None");
        assertThat(visit("widget", key, ann).status()).isEqualTo(200);
        assertThat(visit("widget", key, ann).json().getString("detail")).contains("visitor", "2 requests a minute");
        assertThat(visit("widget", key, "").status()).isEqualTo(200);
        assertThat(visit("widget", key, "").json().getString("detail")).contains("key", "3 requests a minute");
        assertThat(tokens("key")).isEqualTo(3 * 15);
        assertThat(tokens("visitor")).as("Ann's").isEqualTo(2 * 15);
    }

    @Test
    void a_visitor_and_a_key_have_so_many_turns_at_once_each() throws Exception {
        String key = publishableKey("crowded");
        parley.provider().script("rate-crowded", reply());
        String ann = visit("crowded", key, "").header("Set-Cookie").split(";", -1)[0];
        CountDownLatch mayEnd = new CountDownLatch(1);
        parley.provider().script("rate-crowded", held(mayEnd), held(mayEnd));
        ExecutorService visitors = Executors.newFixedThreadPool(2);
        CompletableFuture<Api.Answer> first = CompletableFuture.supplyAsync(() -> visit("crowded", key, ann), visitors);
        await().until(() -> running("crowded") == 1);
        assertThat(visit("crowded", key, ann).json().getString("detail")).contains("visitor", "1 turn at once");
        CompletableFuture<Api.Answer> second = CompletableFuture.supplyAsync(() -> visit("crowded", key, ""), visitors);
        await().until(() -> running("crowded") == 2);
        assertThat(visit("crowded", key, "").json().getString("detail")).contains("key", "2 turns at once");

        mayEnd.countDown();
        assertThat(List.of(first.join().status(), second.join().status())).containsOnly(200);
        visitors.shutdown();
    }

    @Test
    void a_tenant_at_its_limit_costs_another_nothing_but_the_time_to_say_no() {
        awaitRoomInMinute();
        chat("limited/busy", "rate-flood");
        ExecutorService flood = Executors.newFixedThreadPool(12);
        List<CompletableFuture<Integer>> refused = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            refused.add(CompletableFuture.supplyAsync(
                    () -> api.chat("limited/busy", "rate-flood").status(), flood));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(chat("globex/gamma", "rate-other").status()).isEqualTo(200);
        }
        flood.shutdown();
        assertThat(refused.stream().map(CompletableFuture::join)).contains(429).allMatch(status -> status != 503);
    }

    @Test
    void what_was_counted_long_ago_is_forgotten() {
        sql.execute("""
                INSERT INTO rates (account_id, scope, whose, minute, hour, requests, most)
                SELECT id, 'visitor', 'visitor:' || age, now() - CAST(age AS interval), now() - CAST(age AS interval), 1, 2
                FROM accounts, unnest(ARRAY['2 hours', '1 minute']) AS age WHERE slug = 'limited'""");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> sql.count("SELECT count(*) FROM rates WHERE whose = 'visitor:2 hours'") == 0);
        assertThat(sql.count("SELECT count(*) FROM rates WHERE whose = 'visitor:1 minute'"))
                .isEqualTo(1);
    }

    private void cap(String caps) {
        assertThat(api.put("/api/accounts/limited/caps", caps).status()).isEqualTo(200);
    }

    /** The most that one of the scope has used. */
    private long tokens(String scope) {
        return sql.count(
                "SELECT max(t.tokens) FROM rates t JOIN accounts a ON a.id = t.account_id"
                        + " WHERE a.slug = 'limited' AND t.scope = ?",
                scope);
    }

    private ProviderStub.Reply reply() {
        return call -> call.text("Yes.").end("stop", 10, 5, "0.01");
    }

    private ProviderStub.Reply held(CountDownLatch mayEnd) {
        return call -> {
            call.text("Well, ");
            awaitQuietly(mayEnd);
            call.end("stop", 1, 1, "0.01");
        };
    }

    private Api.Answer chat(String agent, String word) {
        parley.provider().script(word, reply());
        return api.chat(agent, word);
    }

    private String publishableKey(String agent) {
        return api.post(
                        "/api/accounts/limited/keys",
                        "{\"name\":\"%1$s\",\"agent\":\"%1$s\",\"origins\":[\"%2$s\"]}".formatted(agent, ORIGIN))
                .json()
                .getString("key");
    }

    private long running(String agent) {
        return sql.count(
                "SELECT count(*) FROM llm_requests WHERE agent_instance_slug = ? AND completion_status = 'in_progress'",
                agent);
    }

    private Api.Answer visit(String agent, String key, String cookie) {
        HttpRequest.Builder request = api.request(
                        Api.path("limited/" + agent) + "/chat", Api.body("rate-" + agent, null))
                .header("Authorization", "Bearer " + key)
                .header("Origin", ORIGIN);
        return api.send((cookie.isEmpty() ? request : request.header("Cookie", cookie)).build());
    }

    private long requests(String agent) {
        return sql.count(
                "SELECT count(*) FROM llm_requests WHERE account_slug = 'limited' AND agent_instance_slug = ?", agent);
    }

    /** A minute that ends in the middle of a test would let more through. */
    static void awaitRoomInMinute() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> LocalTime.now(ZoneOffset.UTC).getSecond() < 35);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
