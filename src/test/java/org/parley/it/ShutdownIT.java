package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to stop lets its turns finish, and ends those that do not. */
@Timeout(300)
class ShutdownIT {
    private static final Cluster CLUSTER = new Cluster();

    private final Sql sql = CLUSTER.sql();

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void running_turns_finish_within_the_grace_time_and_others_are_interrupted_with_their_rows_right()
            throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CLUSTER.node("ending").start();
        Api api = CLUSTER.api("ending");
        CLUSTER.provider().script("finishes", call -> {
            call.text("Just a");
            assertThat(stopping.await(60, TimeUnit.SECONDS)).isTrue();
            call.text(" moment.").end("stop", 1, 1, "0.5");
        });
        CLUSTER.provider().script("goes-on", call -> {
            call.text("On and on");
            while (!call.left().await(200, TimeUnit.MILLISECONDS)) {
                call.comment("still here");
            }
        });
        EventStream finishes = api.stream("acme/patient", "finishes");
        finishes.await("message");
        EventStream goesOn = api.stream("acme/patient", "goes-on");
        String interrupted = goesOn.await("start").text("llm_request_id");
        goesOn.await("message");

        CLUSTER.node("ending").process().destroy();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "draining"
                        .equals(sql.row("SELECT status FROM nodes WHERE name = 'ending'")
                                .get("status")));
        stopping.countDown();

        EventStream.Event done = finishes.await("done");
        assertThat(done.text("completion_status")).isEqualTo("complete");
        assertThat(goesOn.await("done").text("completion_status")).isEqualTo("interrupted");
        assertThat(CLUSTER.provider().book("goes-on").get(0).left().await(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(CLUSTER.node("ending").process().waitFor(60, TimeUnit.SECONDS))
                .isTrue();
        assertThat(sql.request(done.text("llm_request_id"))).containsEntry("completion_status", "complete");
        assertThat(sql.request(interrupted)).containsEntry("completion_status", "interrupted");
        assertThat(sql.messages(interrupted).get(1))
                .containsEntry("content", "On and on")
                .containsEntry("completion_status", "interrupted");
        assertThat(sql.rows("SELECT * FROM ledger_audit")).isEmpty();
        assertThat(sql.row("SELECT status FROM nodes WHERE name = 'ending'")).containsEntry("status", "stopped");
    }
}
