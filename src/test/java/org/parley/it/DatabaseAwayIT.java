package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parley.fake.ProviderStub;

/** PostgreSQL goes away under a running server: nothing is lost, nothing is doubled, and nobody is told what is not so. */
@Timeout(300)
class DatabaseAwayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Cluster CLUSTER = new Cluster();

    private final Sql sql = CLUSTER.sql();
    private final Api api = CLUSTER.api("solo");
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeAll
    @Timeout(300)
    static void start() throws InterruptedException {
        CLUSTER.node("solo").start();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @AfterEach
    void the_ledger_keeps_its_rules() {
        assertThat(sql.rows("SELECT * FROM ledger_audit")).isEmpty();
    }

    @Test
    void without_a_database_a_turn_is_refused_and_no_model_is_called_and_with_it_all_goes_on() throws Exception {
        CLUSTER.provider().script("refused", call -> call.text("Here.").end("stop", 1, 1, "0.5"));

        CLUSTER.postgres().crash();
        Api.Answer refused = api.chat("acme/patient", "refused");
        int ready = api.get("/health/ready").status();
        CLUSTER.postgres().start();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(ready).isEqualTo(503);
        assertThat(CLUSTER.provider().book("refused")).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(api.chat("acme/patient", "refused").status()).isEqualTo(200));
        assertThat(CLUSTER.provider().book("refused")).hasSize(1);
    }

    @Test
    void a_turn_that_ends_without_a_database_is_shown_as_pending_and_is_booked_when_it_is_back() throws Exception {
        EventStream stream = begin("pending", held());

        CLUSTER.postgres().crash();
        goOn.countDown();
        EventStream.Event done = stream.await("done");
        CLUSTER.postgres().start();

        assertThat(done.text("completion_status")).isEqualTo("pending");
        assertThat(done.text("finish_reason")).isEqualTo("stop");
        assertThat(done.data().getJsonObject("cost").getString("amount")).isEqualTo("0.5");
        requireBooked(done.text("llm_request_id"), "Here you are.");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.get("/metrics?scope=application").response().body())
                        .containsPattern("ledger_journal_length\\{[^}]*\\} 0")
                        .containsPattern("ledger_journal_kept_total\\{[^}]*\\} [1-9]"));
    }

    @Test
    void what_waits_for_the_database_survives_the_end_of_the_process() throws Exception {
        EventStream stream = begin("pending-killed", held());
        CLUSTER.postgres().crash();
        goOn.countDown();
        EventStream.Event done = stream.await("done");
        assertThat(done.text("completion_status")).isEqualTo("pending");

        CLUSTER.node("solo").kill();
        CLUSTER.postgres().start();
        CLUSTER.node("solo").start();

        requireBooked(done.text("llm_request_id"), "Here you are.");
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<?> files = Files.list(CLUSTER.journal("solo"))) {
                assertThat(files).as("its own").hasSize(1);
            }
        });
    }

    @Test
    void a_database_that_is_restarted_while_a_model_writes_is_not_noticed() throws Exception {
        EventStream stream = begin("restarted", held());
        stream.await("message");

        CLUSTER.postgres().crash();
        CLUSTER.postgres().start();
        goOn.countDown();

        requireBooked(stream.await("done").text("llm_request_id"), "Here you are.");
    }

    @Test
    void a_round_of_tools_that_cannot_be_booked_ends_the_turn_and_its_cost_is_kept() throws Exception {
        EventStream stream = begin("away-at-tools", call -> {
            call.text("Let me look.");
            assertThat(goOn.await(120, TimeUnit.SECONDS)).isTrue();
            call.tool(0, "t", "get_available_directories", "{}").end("tool_calls", 3, 2, "0.25");
        });
        stream.await("message");

        CLUSTER.postgres().crash();
        goOn.countDown();
        EventStream.Event error = stream.await("error");
        CLUSTER.postgres().start();

        assertThat(error.text("type")).isEqualTo("/problems/ledger-unavailable");
        String id = error.text("llm_request_id");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sql.request(id))
                        .containsEntry("completion_status", "error")
                        .containsEntry("error_type", "ledger_unavailable"));
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.25");
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call).containsEntry("status", "settled"));
        assertThat(sql.messages(id).get(1)).containsEntry("content", "Let me look.");
        assertThat(CLUSTER.provider().book("away-at-tools")).hasSize(1);
    }

    private ProviderStub.Reply held() {
        return call -> {
            call.text("Here you");
            assertThat(goOn.await(120, TimeUnit.SECONDS)).isTrue();
            call.text(" are.").end("stop", 1, 1, "0.5");
        };
    }

    /** Starts a turn that is then at the model. */
    private EventStream begin(String word, ProviderStub.Reply reply) {
        CLUSTER.provider().script(word + ".", reply);
        EventStream stream = api.stream("acme/patient", word + ".");
        stream.await("start");
        return stream;
    }

    private void requireBooked(String id, String content) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(sql.request(id)).containsEntry("completion_status", "complete"));
        Map<String, Object> request = sql.request(id);
        assertThat((BigDecimal) request.get("total_cost")).isEqualByComparingTo("0.5");
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call ->
                        assertThat(call).containsEntry("status", "settled").containsEntry("cost_source", "provider"));
        assertThat(sql.messages(id)).hasSize(2);
        assertThat(sql.messages(id).get(1))
                .containsEntry("content", content)
                .containsEntry("total_cost", request.get("total_cost"));
    }
}
