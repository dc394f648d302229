package org.parley.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** The turns that run on this node, by the id of their request. A node that ends takes no more, and says so to load balancers. */
@ApplicationScoped
class RunningTurns {
    private final Map<UUID, Turn> turns = new ConcurrentHashMap<>();
    private final Object ended = new Object();
    private volatile boolean closed;

    /** Refuses the turn when the node ends. */
    void add(Turn turn) {
        requireOpen();
        turns.put(turn.request().id(), turn);
        if (closed) {
            remove(turn);
            requireOpen();
        }
    }

    void remove(Turn turn) {
        synchronized (ended) {
            turns.remove(turn.request().id());
            ended.notifyAll();
        }
    }

    void forEach(Consumer<Turn> action) {
        turns.values().forEach(action);
    }

    /** The turn, when it runs here and belongs to that account. */
    Optional<Turn> find(UUID requestId, String account) {
        return Optional.ofNullable(turns.get(requestId))
                .filter(turn -> turn.agent().address().account().equals(account));
    }

    /** Fails with 503 when the node ends. */
    void requireOpen() throws ProblemException {
        if (closed) {
            throw Problems.unavailable(
                    "/problems/shutting-down", "The server is being stopped", "Try again in a few seconds.", null);
        }
    }

    /** Takes no more turns; returns how many run, and less than none when it was closed before. */
    int close() {
        boolean before = closed;
        closed = true;
        return before ? -1 : turns.size();
    }

    /** Waits until no turn runs any more; returns whether that is so. */
    boolean awaitNone(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            synchronized (ended) {
                for (long left = limit.toNanos(); !turns.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(ended, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return turns.isEmpty();
    }

    @Produces
    @Readiness
    HealthCheck takesTurns() {
        return () -> HealthCheckResponse.named("turns").status(!closed).build();
    }
}
