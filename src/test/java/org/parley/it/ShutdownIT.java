package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parley.run.AppServer;
import org.parley.run.ServerProduct;

/** A server that is told to stop lets its turns finish, and ends those that do not. */
@Timeout(300)
class ShutdownIT {
    private static final int CONNECTIONS = 100;
    private static final int PAUSE_MILLIS = 50;
    private static final Cluster CLUSTER = new Cluster();

    private final Sql sql = CLUSTER.sql();

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void running_turns_finish_within_the_grace_time_and_others_are_interrupted_with_their_rows_right()
            throws Exception {
        Ending ending = new Ending("ending");

        assertThat(CLUSTER.provider().book("goes-on ending").get(0).left().await(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(CLUSTER.node("ending").process().waitFor(60, TimeUnit.SECONDS))
                .isTrue();
        assertThat(sql.request(ending.finished)).containsEntry("completion_status", "complete");
        assertThat(sql.request(ending.interrupted)).containsEntry("completion_status", "interrupted");
        assertThat(sql.messages(ending.interrupted).get(1))
                .containsEntry("content", "On and on")
                .containsEntry("completion_status", "interrupted");
        assertThat(sql.rows("SELECT * FROM ledger_audit")).isEmpty();
        assertThat(sql.row("SELECT status FROM nodes WHERE name = 'ending'")).containsEntry("status", "stopped");
    }

    @Test
    void clients_hear_how_their_turns_ended() throws Exception {
        Ending ending = new Ending("telling");

        assertThat(ending.finishes.await("done").text("completion_status")).isEqualTo("complete");
        assertThat(ending.goesOn.await("done").text("completion_status")).isEqualTo("interrupted");
    }

    @Test
    void whoever_kept_a_connection_is_answered_by_the_application_refused_or_cut_off() throws Exception {
        AppServer node = CLUSTER.node("kept");
        node.start();
        Queue<KeptConnection> connections = Stream.generate(() -> new KeptConnection(node.address(), "/api/accounts"))
                .limit(CONNECTIONS)
                .collect(Collectors.toCollection(ArrayDeque::new));
        assertThat(connections)
                .allSatisfy(connection -> assertThat(connection.ask()).isEqualTo("200"));

        node.process().destroy();
        List<String> answers = new ArrayList<>();
        while (!connections.isEmpty() && !node.process().waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            try (KeptConnection connection = connections.remove()) {
                answers.add(connection.ask() + " " + connection.ask());
            }
        }
        for (KeptConnection connection : connections) {
            connection.close();
        }
        assertThat(node.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(answers).isSubsetOf("200 200", "200 closed", "503 closed", "closed closed");
        if (ServerProduct.chosen() != ServerProduct.OPENLIBERTY) { // which closes them before it answers anybody else
            assertThat(answers).as("the last answers say that they are").contains("200 closed");
        }
    }

    /** Two turns on a node that is told to stop: one that finishes when it hears of that, and one that does not. */
    private final class Ending {
        private final EventStream finishes;
        private final EventStream goesOn;
        private final String finished;
        private final String interrupted;

        Ending(String node) throws InterruptedException {
            CountDownLatch stopping = new CountDownLatch(1);
            CLUSTER.node(node).start();
            Api api = CLUSTER.api(node);
            CLUSTER.provider().script("finishes " + node, call -> {
                call.text("Just a");
                assertThat(stopping.await(60, TimeUnit.SECONDS)).isTrue();
                call.text(" moment.").end("stop", 1, 1, "0.5");
            });
            CLUSTER.provider().script("goes-on " + node, call -> {
                call.text("On and on");
                call.commentUntilLeft();
            });
            finishes = api.stream("acme/patient", "finishes " + node);
            finished = finishes.await("start").text("llm_request_id");
            finishes.await("message");
            goesOn = api.stream("acme/patient", "goes-on " + node);
            interrupted = goesOn.await("start").text("llm_request_id");
            goesOn.await("message");

            CLUSTER.node(node).process().destroy();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "draining"
                            .equals(sql.row("SELECT status FROM nodes WHERE name = '" + node + "'")
                                    .get("status")));
            stopping.countDown();
        }
    }
}
