package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Brings turns to every point at once, has a fault strike, mends it, and waits until nothing is open. */
final class FaultRound {
    private static final int LONGEST_JITTER_MS = 400;

    private final Cluster cluster;
    private final Fault fault;
    private final RandomGenerator random;
    private final List<FaultTurn> turns = new ArrayList<>();

    FaultRound(Cluster cluster, Fault fault, RandomGenerator random) {
        this.cluster = cluster;
        this.fault = fault;
        this.random = random;
    }

    /**
     * Returns the turns, when each has ended one way or the other.
     *
     * @param name of the round, unique
     * @param atEach turns at each point
     * @param anywhere turns beside them that wait for nothing
     */
    List<FaultTurn> run(String name, int atEach, int anywhere) throws InterruptedException, SQLException {
        try (FaultGates gates = new FaultGates(cluster.rows(), cluster.connect())) {
            for (FaultPoint point : FaultPoint.values()) {
                begin(point, name, point == FaultPoint.ANYWHERE ? 0 : atEach);
            }
            awaitPoints(gates, atEach);
            begin(FaultPoint.ANYWHERE, name, anywhere);
            jitter();
            strike();
        }
        turns.forEach(FaultTurn::goOn);
        awaitEnds();
        return turns;
    }

    private void begin(FaultPoint point, String name, int count) {
        URI server = cluster.node(Fault.NODE).address();
        for (int n = 0; n < count; n++) {
            FaultTurn turn = new FaultTurn(point, name + "-" + n);
            turns.add(turn);
            turn.start(cluster.provider(), server);
        }
    }

    private void awaitPoints(FaultGates gates, int atEach) throws InterruptedException {
        for (FaultTurn turn : turns) {
            assertThat(turn.awaitPoint()).as(turn.message()).isTrue();
        }
        gates.awaitTurns(atEach);
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> turns.stream()
                        .filter(turn -> turn.point() == FaultPoint.AFTER_COMMIT)
                        .allMatch(this::isComplete));
    }

    private boolean isComplete(FaultTurn turn) {
        return cluster.sql()
                        .count(
                                "SELECT count(*) FROM messages WHERE role = 'assistant' AND llm_request_id IN "
                                        + "(SELECT llm_request_id FROM messages WHERE content = ?)",
                                turn.message())
                == 1;
    }

    /** Half of the turns go on while the fault lasts. */
    private void strike() throws InterruptedException {
        Thread goingOn = new Thread(() -> {
            jitter();
            for (int i = 0; i < turns.size(); i += 2) {
                turns.get(i).goOn();
            }
        });
        goingOn.start();
        fault.strike(cluster, turns);
        goingOn.join();
        jitter();
        fault.mend(cluster);
    }

    private void awaitEnds() {
        await().atMost(120, TimeUnit.SECONDS).ignoreExceptions().until(() -> open() == 0);
    }

    private long open() {
        return cluster.sql().count("""
                SELECT (SELECT count(*) FROM llm_requests WHERE completion_status = 'in_progress')
                     + (SELECT count(*) FROM llm_calls WHERE status IN ('claimed', 'streaming'))
                     + (SELECT count(*) FROM tool_calls WHERE status = 'running')""");
    }

    /** A moment that no test foresees. */
    private void jitter() {
        try {
            boolean over = new CountDownLatch(1).await(random.nextInt(LONGEST_JITTER_MS), TimeUnit.MILLISECONDS);
            assertThat(over).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
