package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** Caps hold whoever races for what is left of them. A call without a price reserves 0.05 here. */
class CapsIT {
    private static final String ACCOUNT = "/api/accounts/capped/caps";
    private static final String AGENT = "/api/accounts/capped/agents/one/caps";
    private static final int RACERS = 40;

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @AfterEach
    void lift() {
        set(ACCOUNT, "{}");
        set(AGENT, "{}");
        assertThat(sql.count("SELECT count(*) FROM cap_counters WHERE starts_on >= date_trunc('month', now(), 'UTC')"))
                .isZero();
    }

    @Test
    void a_turn_that_a_cap_has_no_room_for_is_refused_with_the_cap_and_its_end_and_nothing_is_written() {
        set(AGENT, "{\"month\":\"0.04\"}");
        parley.provider().script("no-room", call -> call.text("never").end("stop", 1, 1, "0.01"));
        long before = requests();

        Api.Answer answer = api.chat("capped/one", "no-room");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/cap-reached");
        assertThat(answer.json().getString("detail"))
                .startsWith("The agent's cap for this month is reached. It resets at 20")
                .contains("-01T00:00:00Z");
        assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 31L * 24 * 3600);
        assertThat(parley.provider().book("no-room")).isEmpty();
        assertThat(requests()).isEqualTo(before);
        assertThat(parley.console()).contains("\"event\":\"caps.refused\",");
        assertThat(api.get("/metrics").response().body())
                .contains("llm_cap_refusals_total{account=\"capped\",agent=\"one\"");
        assertThat(api.chat("capped/two", "free-agent").status())
                .as("another agent has no cap")
                .isNotEqualTo(429);
    }

    @Test
    void clients_of_openais_format_are_told_that_it_will_not_pass_soon() {
        set(ACCOUNT, "{\"day\":0}");
        HttpRequest.Builder request = api.request(
                "/v1/chat/completions",
                "{\"model\":\"capped/one\",\"messages\":[{\"role\":\"user\",\"content\":\"no-room\"}]}");
        Api.Answer answer = api.send(request.build());
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("X-Should-Retry")).isEqualTo("false");
        assertThat(answer.json().getJsonObject("error").getString("code")).isEqualTo("insufficient_quota");
    }

    @Test
    void those_who_race_for_the_last_cent_never_pass_the_cap_and_leave_nothing_reserved() throws Exception {
        BigDecimal before = leave("0.54");
        CountDownLatch goOn = new CountDownLatch(1);
        ProviderStub.Reply reply = call -> {
            call.text("One of few");
            assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
            call.text(".").end("stop", 1, 1, "0.05");
        };
        parley.provider()
                .script("race-for-it", Collections.nCopies(RACERS, reply).toArray(ProviderStub.Reply[]::new));
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        List<CompletableFuture<Integer>> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            String agent = i % 2 == 0 ? "capped/one" : "capped/two";
            racers.add(CompletableFuture.supplyAsync(
                    () -> api.chat(agent, "race-for-it").status(), threads));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> racers.stream().filter(CompletableFuture::isDone).count() == RACERS - 10);
        assertThat(counted().subtract(before)).as("all of them still run").isEqualByComparingTo("0.50");
        goOn.countDown();

        assertThat(racers.stream().map(CompletableFuture::join).toList())
                .containsOnly(200, 429)
                .filteredOn(status -> status == 200)
                .hasSize(10);
        threads.shutdown();
        assertThat(counted().subtract(before)).isEqualByComparingTo("0.50");
        requireNothingLeft();
    }

    @Test
    void what_a_call_did_not_cost_is_free_again_and_what_was_refused_costs_nothing() {
        BigDecimal before = leave("0.06");
        for (int i = 0; i < 5; i++) {
            parley.provider().script("cheap-" + i, call -> call.text("ok").end("stop", 1, 1, "0.001"));
            assertThat(api.chat("capped/one", "cheap-" + i).status()).isEqualTo(200);
        }
        parley.provider().script("refused-by-provider", call -> call.status(500, "{}"));
        assertThat(api.chat("capped/one", "refused-by-provider").status()).isEqualTo(502);
        assertThat(counted().subtract(before)).isEqualByComparingTo("0.005");
        requireNothingLeft();
    }

    @Test
    void an_unknown_cost_counts_as_reserved_until_the_provider_tells() {
        BigDecimal before = leave("1");
        parley.provider().script("cut-under-cap", call -> call.text("Half"));
        String id = api.stream("capped/one", "cut-under-cap").await("done").text("llm_request_id");
        assertThat(counted().subtract(before)).isEqualByComparingTo("0.05");

        parley.provider().book("cut-under-cap").get(0).bill("stop", 7, 3, new BigDecimal("0.002"));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> "provider".equals(sql.calls(id).get(0).get("cost_source")));
        assertThat(counted().subtract(before)).isEqualByComparingTo("0.002");
        requireNothingLeft();
    }

    @Test
    void a_turn_that_meets_its_cap_between_two_calls_ends_with_what_was_said() {
        BigDecimal before = leave("0.09");
        parley.provider()
                .script(
                        "cap-in-mid-turn",
                        call -> call.text("Let me look.")
                                .tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 1, 1, "0.05"),
                        call -> call.text("never").end("stop", 1, 1, "0.05"));
        EventStream.Event done = api.stream("capped/one", "cap-in-mid-turn").await("done");
        assertThat(done.text("completion_status")).isEqualTo("limit");
        String id = done.text("llm_request_id");
        assertThat(sql.request(id)).containsEntry("error_type", "cap_reached");
        assertThat(sql.messages(id).get(1)).containsEntry("content", "Let me look.");
        assertThat(parley.provider().book("cap-in-mid-turn")).hasSize(1);
        assertThat(counted().subtract(before)).isEqualByComparingTo("0.05");
        requireNothingLeft();
    }

    @Test
    void a_soft_cap_warns_and_refuses_nothing() {
        set(AGENT, "{\"day\":\"0.0499\",\"soft\":true}");
        for (int i = 0; i < 3; i++) {
            parley.provider().script("soft-" + i, call -> call.text("ok").end("stop", 1, 1, "0.042"));
            assertThat(api.chat("capped/one", "soft-" + i).status()).isEqualTo(200);
        }
        assertThat(warnings("0.0499")).containsExactly("100");
        assertThat(api.get(AGENT).json().getBoolean("soft")).isTrue();
    }

    @Test
    void a_hard_cap_warns_once_at_80_percent() {
        set(ACCOUNT, "{\"month\":\"9000.0601\"}");
        sql.execute("UPDATE cap_counters SET counted = 9000 WHERE cap = 9000.0601");
        for (int i = 0; i < 2; i++) {
            parley.provider().script("warn-" + i, call -> call.text("ok").end("stop", 1, 1, "0.001"));
            assertThat(api.chat("capped/two", "warn-" + i).status()).isEqualTo(200);
        }
        assertThat(warnings("9000.0601")).containsExactly("80");
    }

    @Test
    void what_was_spent_before_a_cap_is_set_counts_and_a_running_call_too() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        parley.provider().script("spent-before", call -> call.text("ok").end("stop", 1, 1, "0.03"));
        parley.provider().script("runs-meanwhile", call -> {
            call.text("Wait");
            assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
            call.end("stop", 1, 1, "0.04");
        });
        BigDecimal earlier = spentToday();
        api.chat("capped/two", "spent-before");
        EventStream running = api.stream("capped/two", "runs-meanwhile");
        running.await("message");

        set(ACCOUNT, "{\"day\":100}");
        assertThat(counted().subtract(earlier)).isEqualByComparingTo("0.03");
        goOn.countDown();
        running.await("done");

        assertThat(counted().subtract(earlier)).isEqualByComparingTo("0.07");
        JsonObject day = api.get(ACCOUNT).json().getJsonObject("day");
        assertThat(day.getString("cap")).isEqualTo("100");
        assertThat(Instant.parse(day.getString("resets_at"))).isAfter(Instant.now());
        requireNothingLeft();
    }

    @Test
    void what_is_no_cap_is_refused() {
        for (String body : List.of("", "{\"day\":-1}", "{\"week\":1}", "{\"day\":\"x\"}")) {
            assertThat(api.put(ACCOUNT, body).status()).as(body).isEqualTo(400);
        }
        assertThat(api.put("/api/accounts/nobody/caps", "{}").status()).isEqualTo(404);
        assertThat(api.put("/api/accounts/capped/agents/nobody/caps", "{}").status())
                .isEqualTo(404);
    }

    private List<String> warnings(String cap) {
        return parley.console()
                .lines()
                .filter(line -> line.contains("\"event\":\"caps.warning\"") && line.contains("\"cap\":\"" + cap + "\""))
                .map(line -> line.replaceFirst(".*\"percent\":([0-9]+).*", "$1"))
                .toList();
    }

    private void requireNothingLeft() {
        UUID account = sql.value(UUID.class, "SELECT id FROM accounts WHERE slug = 'capped'");
        assertThat(sql.rows("SELECT * FROM cap_audit WHERE account_id = ?", account))
                .isEmpty();
        assertThat(sql.rows("SELECT id FROM llm_calls WHERE account_id = ? AND finished_at IS NULL", account))
                .isEmpty();
    }

    private BigDecimal spentToday() {
        return sql.value(BigDecimal.class, """
                SELECT COALESCE(sum(COALESCE(cap_amount, total_cost)), 0) FROM llm_calls c JOIN accounts a ON a.id = c.account_id
                WHERE a.slug = 'capped' AND claimed_at >= date_trunc('day', now(), 'UTC')""");
    }

    private long requests() {
        return sql.count("SELECT count(*) FROM llm_requests WHERE account_slug = 'capped'");
    }

    private BigDecimal counted() {
        return new BigDecimal(api.get(ACCOUNT).json().getJsonObject("day").getString("counted"));
    }

    /** Sets a cap of the day that leaves that much room; returns what was spent before. */
    private BigDecimal leave(String room) {
        BigDecimal spent = spentToday();
        set(ACCOUNT, "{\"day\":\"" + spent.add(new BigDecimal(room)).toPlainString() + "\"}");
        assertThat(counted()).isEqualByComparingTo(spent);
        return spent;
    }

    private void set(String caps, String body) {
        assertThat(api.put(caps, body).status()).isEqualTo(200);
    }
}
