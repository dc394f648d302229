package org.parley.chat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.parley.platform.DatabaseException;
import org.parley.platform.Node;
import org.parley.usage.Checkpoint;
import org.parley.usage.Checkpoints;
import org.parley.usage.CompletionStatus;
import org.parley.usage.LedgerMetrics;

/**
 * Writes down every few seconds how far the turns of this node have come, all in one statement, and hears from it which
 * of them a client has ended through another node.
 */
@Startup
@Singleton
@DependsOn("Nodes")
@TransactionManagement(TransactionManagementType.BEAN)
public class Checkpointer {
    private static final Logger LOG = Logger.getLogger(Checkpointer.class.getName());

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Inject
    @ConfigProperty(name = "ledger.checkpoint_interval")
    Duration interval;

    @Inject
    RunningTurns turns;

    @Inject
    Checkpoints checkpoints;

    @Inject
    LedgerMetrics metrics;

    private Map<UUID, Position> written = Map.of();
    private @Nullable Future<?> task;

    /** How far a turn was when it was written down. */
    private record Position(UUID llmCallId, int length) {}

    @PostConstruct
    void start() {
        long millis = interval.toMillis();
        task = scheduler.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void tick() {
        Map<UUID, Position> positions = new HashMap<>();
        List<Checkpoint> running = new ArrayList<>();
        turns.forEach(turn -> running.add(checkpoint(turn, positions)));
        if (running.isEmpty() && written.isEmpty()) {
            return;
        }
        try {
            write(running);
            written = positions;
        } catch (DatabaseException e) {
            LOG.log(Level.FINE, e, () -> "the checkpoints of this node cannot be written");
        }
    }

    /** Has the text of the answer only when the turn has moved on. */
    private Checkpoint checkpoint(Turn turn, Map<UUID, Position> positions) {
        Turn.Progress progress = turn.progress();
        String said = turn.log().text();
        Position position = new Position(progress.call().id(), said.length());
        boolean isSomething = progress.head().isPresent() || !said.isEmpty();
        boolean moved =
                isSomething && !position.equals(written.get(turn.request().id()));
        if (isSomething) {
            positions.put(turn.request().id(), position);
        }
        return Checkpoint.of(
                progress.call(),
                progress.head(),
                moved ? said : null,
                Math.max(0, said.length() - progress.saidBefore()));
    }

    private void write(List<Checkpoint> running) {
        List<UUID> cancelled = metrics.checkpoint(running.size(), () -> checkpoints.write(Node.id(), running));
        turns.forEach(turn -> {
            if (cancelled.contains(turn.request().id())) {
                turn.stop(CompletionStatus.CANCELLED);
            }
        });
    }
}
