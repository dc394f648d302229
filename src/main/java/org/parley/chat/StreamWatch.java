package org.parley.chat;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.parley.agent.AgentSettings;
import org.parley.usage.CompletionStatus;

/**
 * Looks at every stream and turn of this node once a second: pings streams, so that proxies keep them open and a client
 * that left is noticed, gives up clients that take nothing, and stops turns whose time is over or to whom nobody listens.
 */
@ApplicationScoped
class StreamWatch {
    private static final Logger LOG = Logger.getLogger(StreamWatch.class.getName());
    private static final int PING_EVERY = 5;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Inject
    RunningTurns turns;

    private final Map<SseClient, Duration> clients = new ConcurrentHashMap<>();
    private @Nullable Future<?> task;
    private int ticks;

    /** To be called once, when the node starts: a turn to which nobody listens has an end, too. */
    void begin() {
        task = scheduler.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** @param stall longest time that the client may take nothing */
    void add(SseClient client, Duration stall) {
        clients.put(client, stall);
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException e) { // whatever it is: a task that fails is not run again
            LOG.log(Level.WARNING, e, () -> "streams and turns could not be looked at this time");
        }
    }

    private void look() {
        ticks++;
        clients.keySet().removeIf(SseClient::isClosed);
        clients.forEach(SseClient::requirePace);
        if (ticks % PING_EVERY == 0) {
            clients.keySet().forEach(SseClient::ping);
        }
        turns.forEach(StreamWatch::look);
    }

    private static void look(Turn turn) {
        AgentSettings.Streams streams = turn.agent().settings().streams();
        if (turn.timeLeft().isNegative()) {
            turn.stop(CompletionStatus.TIMEOUT);
        } else if (streams.cancelOnDisconnect() && turn.log().isUnheardFor(streams.reconnectGrace())) {
            turn.stop(CompletionStatus.CANCELLED);
        }
    }
}
