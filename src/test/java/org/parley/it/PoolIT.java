package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parley.run.OnServer;
import org.parley.run.ServerProduct;

/** A pool of 8 + 3 connections, under more than it can bear, and with PostgreSQL gone. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PoolIT {
    private static final int KEPT = 8;
    private static final int CAPACITY = 11;
    private static final int TOOLS = 7;
    private static final int LEDGER = 3;
    private static final int STREAMS = 25;
    private static final Duration SOON = Duration.ofSeconds(30);
    /** WildFly counts idle time in minutes. */
    private static final Duration IDLE = Duration.ofMinutes(3);

    private static Parley parley;
    private static Api api;
    private static Sql sql;
    private static PoolFigures pool;
    private static ExecutorService clients;

    @BeforeAll
    static void start() throws InterruptedException {
        parley = Parley.start(
                "pool",
                Map.ofEntries(
                        Map.entry("LEDGER_UPKEEP_INTERVAL", "PT10M"),
                        Map.entry("DB_POOL_SIZE", String.valueOf(KEPT)),
                        Map.entry("DB_POOL_MAX_OVERFLOW", String.valueOf(CAPACITY - KEPT)),
                        Map.entry("DB_POOL_TIMEOUT", "3"),
                        Map.entry("DB_POOL_IDLE", "4"),
                        Map.entry("DB_POOL_RESERVE", "2"),
                        Map.entry("THREADS_TOOLS", String.valueOf(TOOLS)),
                        Map.entry("THREADS_REQUESTS", "2"),
                        Map.entry("TOOLS_TIMEOUT", "PT60S"),
                        Map.entry("LEDGER_CHECKPOINT_INTERVAL", "PT10M"),
                        Map.entry("NODE_HEARTBEAT", "PT10M")));
        api = new Api(parley.address());
        sql = new Sql(parley);
        pool = new PoolFigures(api, sql);
        clients = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        if (parley != null) {
            clients.shutdownNow();
            parley.close();
        }
    }

    @Test
    void twenty_five_streams_hold_none_of_eleven_connections() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(streaming("held-" + i + ".", goOn));
        }

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(pool.gauge("checked_out")).isZero();
            assertThat(sql.count("""
                            SELECT count(*) FROM pg_stat_activity
                            WHERE application_name = 'parley' AND state <> 'idle'""")).isZero();
        });
        goOn.countDown();
        for (EventStream stream : streams) {
            assertThat(EventStream.text(stream.all())).isEqualTo(", done.");
        }
        assertThat(pool.gauge("size")).isPositive().isLessThanOrEqualTo(CAPACITY);
        assertThat(pool.gauge("capacity")).isEqualTo(CAPACITY);
        assertThat(parley.console()).contains("\"event\":\"db.pool.status\"").doesNotContain("db.pool.drift");
    }

    @Test
    void a_burst_opens_more_connections_and_the_one_that_finds_none_is_told_so_after_a_while() throws Exception {
        long timeouts = pool.gauge("timeouts");
        CountDownLatch goOn = new CountDownLatch(1);
        List<EventStream> streams = IntStream.range(0, LEDGER)
                .mapToObj(n -> streaming("burst-" + n + ".", goOn))
                .toList();
        List<CompletableFuture<Api.Answer>> tools;
        CompletableFuture<Api.Answer> reader;
        Api.Answer refused;
        try (Connection lists = parley.database();
                Connection ledger = parley.database();
                Connection accounts = parley.database()) {
            lock(lists, "directory_entries");
            tools = IntStream.range(0, 2)
                    .mapToObj(n -> inBackground("tools-" + n + ".", 4))
                    .toList();
            await().atMost(SOON).until(() -> pool.gauge("checked_out") == TOOLS);
            lock(ledger, "llm_calls");
            goOn.countDown();
            await().atMost(SOON).until(() -> pool.gauge("checked_out") == TOOLS + LEDGER);
            lock(accounts, "accounts");
            reader = CompletableFuture.supplyAsync(() -> api.get("/api/accounts"), clients);
            await().atMost(SOON).until(() -> pool.gauge("checked_out") == CAPACITY);

            refused = api.get("/api/accounts");
            assertThat(reader).isNotDone();
            assertThat(pool.gauge("overflow")).isEqualTo(CAPACITY - KEPT);
            assertThat(pool.backends()).hasSize(CAPACITY);
        }

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().getString("type")).isEqualTo("/problems/database-busy");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.response().body()).doesNotContain("Exception", "J2CA", "\tat ");
        await().atMost(SOON).until(() -> pool.gauge("timeouts") > timeouts);
        assertThat(parley.console()).as("one wait, and no second").doesNotContain("Attempting to retry");
        assertThat(pool.gauge("max_used")).isEqualTo(CAPACITY);
        assertThat(pool.read("waits")).isNotEqualTo(Optional.of(0L));
        if (ServerProduct.chosen() != ServerProduct.WILDFLY) { // which does not count a wait that was in vain
            assertThat(pool.read("wait_ms")).isNotEqualTo(Optional.of(0L));
        }
        assertThat(reader.get().status()).isEqualTo(200);
        assertThat(tools).allSatisfy(turn -> assertThat(turn.get().status()).isEqualTo(200));
        for (EventStream stream : streams) {
            assertThat(stream.await("done").text("completion_status")).isEqualTo("complete");
        }
        await().atMost(IDLE).until(() -> pool.backends().size() == KEPT);
        await().atMost(SOON).until(() -> pool.gauge("overflow") == 0);
    }

    @Test
    @OnServer(
            value = {ServerProduct.OPENLIBERTY, ServerProduct.WILDFLY},
            because = "the pool of Payara does not count who had to wait")
    void who_had_to_wait_is_counted() {
        await().atMost(SOON).until(() -> pool.read("waits").isPresent());
        assertThat(pool.read("wait_ms")).isPresent();
    }

    @Test
    void connections_that_were_killed_are_not_handed_out() {
        assertThat(api.get("/api/accounts").status()).isEqualTo(200);
        List<Object> before = pool.backends();
        pool.killBackends();

        for (int i = 0; i < 2 * CAPACITY; i++) {
            assertThat(api.get("/api/accounts").status()).isEqualTo(200);
        }
        assertThat(pool.backends()).isNotEmpty().doesNotContainAnyElementsOf(before);
    }

    @Test
    void a_restart_of_postgresql_loses_nothing_but_what_was_in_it() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        EventStream stream = streaming("restart.", goOn);
        parley.stopDatabase();

        Api.Answer away = api.get("/api/accounts");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.json().getString("type")).isEqualTo("/problems/database-unavailable");
        parley.startDatabase();
        for (int i = 0; i < 2 * CAPACITY; i++) {
            assertThat(api.get("/api/accounts").status()).isEqualTo(200);
        }
        goOn.countDown();
        EventStream.Event done = stream.await("done");
        assertThat(done.text("completion_status")).isEqualTo("complete");
        assertThat(sql.request(done.text("llm_request_id"))).containsEntry("completion_status", "complete");
    }

    /** A turn whose model has begun to write, and goes on when it is told to. */
    private static EventStream streaming(String word, CountDownLatch goOn) {
        parley.provider().script(word, call -> {
            call.text("One moment");
            while (!goOn.await(200, TimeUnit.MILLISECONDS)) {
                call.comment("thinking");
            }
            call.text(", done.").end("stop", 1, 1, "0");
        });
        EventStream stream = api.stream("acme/alpha", word);
        stream.await("message");
        return stream;
    }

    /** A turn that asks for so many searches at once. */
    private static CompletableFuture<Api.Answer> inBackground(String word, int searches) {
        parley.provider()
                .script(
                        word,
                        call -> {
                            for (int i = 0; i < searches; i++) {
                                call.tool(
                                        i,
                                        "s" + i,
                                        "search_directory",
                                        "{\"list_name\":\"staff\",\"query\":\"nurse\"}");
                            }
                            call.end("tool_calls", 1, 1, "0.1");
                        },
                        call -> call.text("Found.").end("stop", 1, 1, "0.1"));
        return CompletableFuture.supplyAsync(() -> api.chat("acme/alpha", word), clients);
    }

    private static void lock(Connection connection, String table) throws SQLException {
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }
}
