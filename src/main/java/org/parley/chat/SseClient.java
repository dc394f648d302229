package org.parley.chat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of a turn to one client, one event at a time and each after the one before is out, on a thread that
 * may be held up: servers block in a write when a client does not read. While the client is slow, text gathers in the
 * log and goes out in larger pieces; one that takes nothing for too long is given up.
 */
final class SseClient implements TurnLog.Reader {
    private static final String PING = "ping";

    private final TurnLog log;
    private final SseEventSink sink;
    private final Sse sse;
    private final WireFormat format;
    private final Executor writers;
    private final Deque<OutboundSseEvent> ready = new ArrayDeque<>();
    private long position;
    private boolean pingIsDue;
    private boolean endIsReady;
    private boolean busy;
    private boolean closed;
    private boolean sending;
    private long sendingSince;

    /**
     * @param position where to begin to read; 0 is the start of the turn
     * @param writers threads that may be held up by a client
     */
    SseClient(TurnLog log, long position, SseEventSink sink, Sse sse, WireFormat format, Executor writers) {
        this.log = log;
        this.position = position;
        this.sink = sink;
        this.sse = sse;
        this.format = format;
        this.writers = writers;
    }

    @Override
    public void wake() {
        if (begin(false)) {
            handOver();
        }
    }

    /** Sends a comment when nothing else is under way: it keeps the connection open, and shows whether it still is. */
    void ping() {
        if (begin(true)) {
            handOver();
        }
    }

    /** Gives the client up when it has taken nothing for that long. The write that it holds up fails when the server says. */
    void requirePace(Duration stall) {
        if (hasStalled(stall.toNanos())) {
            leave();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean hasStalled(long nanos) {
        return sending && System.nanoTime() - sendingSince > nanos;
    }

    /** Returns whether there is something to write and nobody who writes it. */
    private synchronized boolean begin(boolean ping) {
        if (closed || busy || (!ping && position >= log.end())) {
            return false;
        }
        pingIsDue = ping;
        busy = true;
        return true;
    }

    /** A client for whom there is no thread has to come again. */
    private void handOver() {
        try {
            writers.execute(this::write);
        } catch (RejectedExecutionException e) {
            close();
        }
    }

    /** Writes what there is. Never holds the lock meanwhile. */
    private void write() {
        for (OutboundSseEvent next = take(); next != null; next = take()) {
            CompletableFuture<?> send = send(next);
            if (!send.isDone()) {
                goOnAfter(send);
                return;
            }
            sent(failureOf(send));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is what is looked at
    private void goOnAfter(CompletableFuture<?> send) {
        send.whenComplete((done, failure) -> {
            sent(failure);
            write();
        });
    }

    /** The next event to send; null when there is none, and then nobody writes any more. */
    private synchronized @Nullable OutboundSseEvent take() {
        if (closed) {
            return null;
        }
        for (var piece = log.at(position); ready.isEmpty() && piece.isPresent(); piece = log.at(position)) {
            ready.addAll(format.events(piece.get(), sse));
            position = piece.get().next();
            endIsReady |= piece.get().event().isEnd();
        }
        if (ready.isEmpty() && pingIsDue) {
            ready.add(sse.newEventBuilder().comment(PING).build());
        }
        pingIsDue = false;
        busy = !ready.isEmpty();
        sending = busy;
        sendingSince = System.nanoTime();
        return ready.pollFirst();
    }

    /** A connection that the container has closed refuses at once; that is a failure like any other. */
    private CompletableFuture<?> send(OutboundSseEvent event) {
        try {
            return sink.send(event).toCompletableFuture();
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Notes the end of a send: one that failed, or was the last, ends the stream. */
    private void sent(@Nullable Throwable failure) {
        boolean isOver;
        synchronized (this) {
            sending = false;
            isOver = failure != null || closed || (endIsReady && ready.isEmpty());
        }
        if (isOver) {
            close();
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> send) {
        return send.handle((done, failure) -> failure).join();
    }

    private void close() {
        leave();
        sink.close();
    }

    private void leave() {
        synchronized (this) {
            closed = true;
            ready.clear();
        }
        log.detach(this);
    }
}
