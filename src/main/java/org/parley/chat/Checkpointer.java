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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Most characters of answers in one statement, which the driver holds some times over; the rest waits its turn. */
    private static final int MOST_TEXT = 4 << 20;

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
    private long tick;
    private @Nullable Future<?> task;

    /**
     * How far a turn was when it was written down.
     *
     * @param tick when that was
     */
    private record Position(UUID llmCallId, int length, long tick) {
        boolean isAt(Position other) {
            return llmCallId.equals(other.llmCallId) && length == other.length;
        }
    }

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
        tick++;
        Map<UUID, Position> positions = new HashMap<>();
        List<Checkpoint> running = new ArrayList<>();
        int room = MOST_TEXT;
        for (Turn turn : longestUnwrittenFirst()) {
            Checkpoint checkpoint = checkpoint(turn, positions, room);
            running.add(checkpoint);
            room -= checkpoint.length();
        }
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

    private List<Turn> longestUnwrittenFirst() {
        List<Turn> running = new ArrayList<>();
        turns.forEach(running::add);
        running.sort(Comparator.comparingLong(
                turn -> before(turn).map(Position::tick).orElse(0L)));
        return running;
    }

    private Optional<Position> before(Turn turn) {
        return Optional.ofNullable(written.get(turn.request().id()));
    }

    /** Has the text of the answer only when the turn has moved on, and there is room for it; one text always has. */
    private Checkpoint checkpoint(Turn turn, Map<UUID, Position> positions, int room) {
        Turn.Progress progress = turn.progress();
        UUID id = turn.request().id();
        int length = turn.log().textLength();
        before(turn).ifPresent(before -> positions.put(id, before));
        Position now = new Position(progress.call().id(), length, tick);
        boolean isSomething = progress.head().isPresent() || length > 0;
        boolean moved = isSomething && before(turn).filter(now::isAt).isEmpty();
        boolean fits = length <= room || room == MOST_TEXT;
        if (moved && fits) {
            positions.put(id, now);
        }
        return Checkpoint.of(
                progress.call(),
                progress.head(),
                moved && fits ? turn.log().text() : null,
                Math.max(0, length - progress.saidBefore()));
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
