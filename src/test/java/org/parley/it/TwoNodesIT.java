package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.parley.fake.ProviderStub;

/** Two servers on one database: what one of them leaves behind is ended by the other, or by itself when it comes back. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAPPED = "(SELECT id FROM accounts WHERE slug = 'capped')";
    private static Cluster cluster = new Cluster();

    private final Sql sql = cluster.sql();

    @BeforeAll
    @Timeout(300)
    static void start() throws InterruptedException {
        cluster.node("east").start();
        cluster.node("west").start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void a_turn_is_ended_through_a_node_that_does_not_run_it() throws Exception {
        cluster.provider().script("ended-elsewhere", call -> {
            call.text("On and on");
            call.commentUntilLeft();
        });
        EventStream stream = cluster.api("east").stream("acme/patient", "ended-elsewhere");
        String id = stream.await("start").text("llm_request_id");
        stream.await("message");

        assertThat(cluster.api("west")
                        .delete("/api/accounts/globex/requests/" + id)
                        .status())
                .isEqualTo(404);
        assertThat(cluster.api("west")
                        .delete("/api/accounts/acme/requests/" + id)
                        .status())
                .isEqualTo(202);

        assertThat(stream.await("done").text("completion_status")).isEqualTo("cancelled");
        assertThat(sql.request(id)).containsEntry("completion_status", "cancelled");
        assertThat(cluster.provider().book("ended-elsewhere").get(0).left().await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    @Order(2)
    void turns_of_a_node_that_was_killed_are_ended_by_the_other_one_and_keep_what_was_said() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        cluster.provider()
                .script(
                        "killed-in-stream",
                        call -> call.tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 3, 2, "0.25"),
                        call -> {
                            call.event(
                                    "{\"id\":\"gen-killed\",\"model\":\"parley-offline-1\",\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}");
                            hold(over);
                        });
        cluster.provider().script("killed-before", call -> hold(over));
        String streaming = begin("east", "killed-in-stream");
        String claimed = begin("east", "killed-before");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sql.calls(streaming))
                        .extracting(call -> call.get("status"))
                        .containsExactly("settled", "streaming"));
        assertThat(sql.calls(streaming).get(1))
                .containsEntry("generation_id", "gen-killed")
                .containsEntry("served_model", "parley-offline-1");

        cluster.node("east").kill();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status(streaming) + status(claimed)).isEqualTo("interruptedinterrupted"));
        over.countDown();
        assertThat(sql.row("SELECT status FROM nodes WHERE name = 'east'")).containsEntry("status", "gone");
        assertThat(sql.request(streaming)).containsEntry("error_type", "node_lost");
        assertThat(sql.messages(streaming).get(1))
                .containsEntry("content", "12345678")
                .containsEntry("completion_status", "interrupted")
                .containsEntry("total_cost", sql.request(streaming).get("total_cost"));
        assertThat(sql.calls(streaming).get(1))
                .containsEntry("status", "partial")
                .containsEntry("cost_source", "estimate")
                .containsEntry("completion_tokens", 2L)
                .containsEntry("error_type", "node_lost");
        assertThat(sql.calls(claimed))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("status", "unknown")
                        .containsEntry("cost_source", "unknown")
                        .containsEntry("total_cost", null));
        assertThat(sql.messages(claimed)).hasSize(1);
        requireWellKept();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.api("west")
                                .get("/metrics?scope=application")
                                .response()
                                .body())
                        .containsPattern("ledger_recovered_requests_total\\{[^}]*\\} 2")
                        .contains("ledger_unsettled_calls{age=\"under_1m\""));
        assertThat(cluster.api("west")
                        .get("/api/accounts/acme/requests/" + claimed + "/events")
                        .response()
                        .body())
                .contains("/problems/interrupted");
    }

    @Test
    @Order(3)
    void a_node_that_comes_back_ends_what_it_left_behind_at_once() throws Exception {
        cluster.node("east").start();
        cluster.node("west").stop();
        CountDownLatch over = new CountDownLatch(1);
        cluster.provider().script("comes-back", call -> {
            call.text("Half of it");
            hold(over);
        });
        String id = begin("east", "comes-back");
        await().atMost(PATIENCE)
                .until(() -> sql.count("SELECT count(*) FROM checkpoints WHERE content = 'Half of it'") == 1);

        cluster.node("east").kill();
        over.countDown();
        cluster.node("east").start();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(id)).isEqualTo("interrupted"));
        assertThat(sql.messages(id).get(1)).containsEntry("content", "Half of it");
        assertThat(sql.count("SELECT count(*) FROM checkpoints")).isZero();
        assertThat(sql.rows("SELECT status FROM nodes WHERE name = 'west'"))
                .extracting(node -> node.get("status"))
                .containsExactly("stopped");
        requireWellKept();
    }

    @Test
    @Order(4)
    void racers_of_both_nodes_never_pass_a_cap_and_a_killed_node_leaves_nothing_reserved() throws Exception {
        cluster.node("west").start();
        Api west = cluster.api("west");
        assertThat(west.put("/api/accounts/capped/caps", "{\"day\":\"0.54\"}").status())
                .isEqualTo(200);
        CountDownLatch goOn = new CountDownLatch(1);
        ProviderStub.Reply reply = call -> {
            call.text("One of few");
            hold(goOn);
            call.text(".").end("stop", 1, 1, "0.05");
        };
        cluster.provider().script("few", Collections.nCopies(45, reply).toArray(ProviderStub.Reply[]::new));
        race("east", 5);
        await().atMost(PATIENCE).until(() -> counted().compareTo(new BigDecimal("0.25")) == 0);

        List<CompletableFuture<Integer>> racers = new ArrayList<>(race("east", 20));
        racers.addAll(race("west", 20));
        await().atMost(PATIENCE)
                .until(() -> racers.stream().filter(CompletableFuture::isDone).count() == 35);
        assertThat(racers)
                .filteredOn(CompletableFuture::isDone)
                .allSatisfy(racer -> assertThat(racer.join()).isEqualTo(429));
        assertThat(counted()).isEqualByComparingTo("0.50");
        cluster.node("east").kill();
        await().atMost(PATIENCE).until(() -> sql.count("""
                        SELECT count(*) FROM llm_requests r JOIN nodes n ON n.id = r.node_id
                        WHERE r.completion_status = 'in_progress' AND n.name = 'east'""") == 0);
        goOn.countDown();
        await().atMost(PATIENCE)
                .until(() -> sql.count("SELECT count(*) FROM llm_calls WHERE finished_at IS NULL") == 0);

        assertThat(counted()).as("what is not known counts as reserved").isEqualByComparingTo("0.50");
        assertThat(sql.count("SELECT count(*) FROM llm_calls WHERE account_id = " + CAPPED))
                .isEqualTo(10);
        assertThat(sql.rows("SELECT * FROM cap_audit")).isEmpty();
        requireWellKept();
    }

    /** So many visitors that ask at once; the status that each got, or -1 when the node went away. */
    private static List<CompletableFuture<Integer>> race(String node, int racers) {
        return IntStream.range(0, racers)
                .mapToObj(racer -> CompletableFuture.supplyAsync(
                                () -> cluster.api(node)
                                        .chat("capped/one", "few")
                                        .status(),
                                task -> new Thread(task).start())
                        .exceptionally(gone -> -1))
                .toList();
    }

    private BigDecimal counted() {
        return sql.value(
                BigDecimal.class, "SELECT counted FROM cap_counters WHERE period = 'day' AND scope_id = " + CAPPED);
    }

    private void requireWellKept() {
        assertThat(sql.rows("SELECT * FROM ledger_audit")).isEmpty();
    }

    private String status(String id) {
        return String.valueOf(sql.request(id).get("completion_status"));
    }

    /** Starts a turn and leaves it running. */
    private static String begin(String node, String word) {
        return cluster.api(node).stream("acme/patient", word).await("start").text("llm_request_id");
    }

    private static void hold(CountDownLatch until) throws InterruptedException {
        assertThat(until.await(120, TimeUnit.SECONDS)).isTrue();
    }
}
