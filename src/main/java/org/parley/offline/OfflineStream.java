package org.parley.offline;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends chunks one after another without holding a thread while it waits, and stops when the client is gone. */
final class OfflineStream {
    private final SseEventSink sink;
    private final Function<String, OutboundSseEvent> event;
    private final ScheduledExecutorService scheduler;
    private final Duration wordDelay;
    private final Iterator<Chunk> chunks;

    OfflineStream(
            SseEventSink sink,
            Function<String, OutboundSseEvent> event,
            ScheduledExecutorService scheduler,
            Duration wordDelay,
            List<Chunk> chunks) {
        this.sink = sink;
        this.event = event;
        this.scheduler = scheduler;
        this.wordDelay = wordDelay;
        this.chunks = chunks.iterator();
    }

    /** Sends until it must wait; the scheduler goes on from there, and whoever ends the stream closes it. */
    void run() {
        boolean handedOn = false;
        try {
            handedOn = sendUntilWait();
        } finally {
            if (!handedOn) {
                sink.close();
            }
        }
    }

    /** A loop, so that sends which complete at once do not grow the stack. */
    private boolean sendUntilWait() {
        while (chunks.hasNext()) {
            Chunk chunk = chunks.next();
            CompletableFuture<?> sent = send(chunk);
            Duration delay = chunk.word() ? wordDelay : Duration.ZERO;
            if (!sent.isDone() || !delay.isZero()) {
                var unused = sent.whenComplete((nothing, failure) -> goOn(delay, failure));
                return true;
            }
            if (sent.isCompletedExceptionally()) {
                return false;
            }
        }
        return false;
    }

    private CompletableFuture<?> send(Chunk chunk) {
        try {
            return sink.send(event.apply(chunk.data())).toCompletableFuture();
        } catch (IllegalStateException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private void goOn(Duration delay, @Nullable Throwable failure) {
        if (failure != null) {
            sink.close();
            return;
        }
        try {
            var unused = scheduler.schedule(this::run, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            sink.close();
        }
    }
}
