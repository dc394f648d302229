package org.parley.chat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of a turn to one client, one event at a time and each after the one before is out. While the client is
 * slow, text gathers in the log and goes out in larger pieces; one that takes nothing for too long is given up.
 */
final class SseClient implements TurnLog.Reader {
    private static final String PING = "ping";

    private final TurnLog log;
    private final SseEventSink sink;
    private final Sse sse;
    private final WireFormat format;
    private final Deque<OutboundSseEvent> ready = new ArrayDeque<>();
    private long position;
    private boolean endIsReady;
    private boolean sending;
    private boolean closed;
    private long sendingSince;

    /** @param position where to begin to read; 0 is the start of the turn */
    SseClient(TurnLog log, long position, SseEventSink sink, Sse sse, WireFormat format) {
        this.log = log;
        this.position = position;
        this.sink = sink;
        this.sse = sse;
        this.format = format;
    }

    /** Sends what there is. Never holds the lock meanwhile: a send may have to wait for the client. */
    @Override
    public void wake() {
        for (OutboundSseEvent next = take(); next != null; next = take()) {
            CompletableFuture<?> send = send(next);
            if (!send.isDone()) {
                goOnAfter(send);
                return;
            }
            if (!sent(failureOf(send))) {
                return;
            }
        }
    }

    /** Sends a comment when nothing else is under way: it keeps the connection open, and shows whether it still is. */
    void ping() {
        if (begin()) {
            goOnAfter(send(sse.newEventBuilder().comment(PING).build()));
        }
    }

    /** Gives the client up when it has taken nothing for that long. */
    void requirePace(Duration stall) {
        if (hasStalled(stall.toNanos())) {
            close();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean hasStalled(long nanos) {
        return sending && System.nanoTime() - sendingSince > nanos;
    }

    private synchronized boolean begin() {
        if (closed || sending) {
            return false;
        }
        sending = true;
        sendingSince = System.nanoTime();
        return true;
    }

    private synchronized @Nullable OutboundSseEvent take() {
        if (closed || sending) {
            return null;
        }
        for (var piece = log.at(position); ready.isEmpty() && piece.isPresent(); piece = log.at(position)) {
            ready.addAll(format.events(piece.get(), sse));
            position = piece.get().next();
            endIsReady |= piece.get().event().isEnd();
        }
        return !ready.isEmpty() && begin() ? ready.removeFirst() : null;
    }

    private void goOnAfter(CompletionStage<?> send) {
        send.whenComplete((done, failure) -> {
            if (sent(failure)) {
                wake();
            }
        });
    }

    /** A connection that the container has closed refuses at once; that is a failure like any other. */
    private CompletableFuture<?> send(OutboundSseEvent event) {
        try {
            return sink.send(event).toCompletableFuture();
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Notes the end of a send; returns whether more may follow. */
    private boolean sent(@Nullable Throwable failure) {
        if (failure != null) {
            close();
            return false;
        }
        boolean isOver;
        synchronized (this) {
            sending = false;
            isOver = endIsReady && ready.isEmpty();
        }
        if (isOver) {
            close();
        }
        return !isOver;
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> send) {
        return send.handle((done, failure) -> failure).join();
    }

    private void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ready.clear();
        }
        log.detach(this);
        sink.close();
    }
}
