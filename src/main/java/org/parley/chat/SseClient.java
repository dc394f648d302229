package org.parley.chat;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a turn to one client, one at a time and each after the one before is out. While the client is
 * slow, text that waits is put together into one event; when too much waits, the client is given up.
 */
final class SseClient implements TurnListener {
    private static final int MAX_WAITING_CHARACTERS = 1 << 20;
    private static final String PING = "ping";

    private final SseEventSink sink;
    private final Sse sse;
    private final Runnable onGone;
    private final Deque<TurnEvent> waiting = new ArrayDeque<>();
    private final AtomicLong lastId = new AtomicLong();
    private boolean sending;
    private boolean closed;
    private long waitingCharacters;

    /** @param onGone told once when the client turns out to have left */
    SseClient(SseEventSink sink, Sse sse, Runnable onGone) {
        this.sink = sink;
        this.sse = sse;
        this.onGone = onGone;
    }

    @Override
    public void on(TurnEvent event) {
        if (enqueue(event)) {
            sendNext();
        } else {
            gone();
        }
    }

    /** Sends a comment when nothing else is under way: it keeps the connection open, and shows whether it still is. */
    void ping() {
        if (takeTurn()) {
            goOnAfter(send(sse.newEventBuilder().comment(PING).build()), false);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns false when more waits than a client may leave unread. */
    private synchronized boolean enqueue(TurnEvent event) {
        if (closed) {
            return true;
        }
        if (event instanceof TurnEvent.Text text && waiting.peekLast() instanceof TurnEvent.Text last) {
            waiting.removeLast();
            waiting.addLast(new TurnEvent.Text(last.delta() + text.delta()));
        } else {
            waiting.addLast(event);
        }
        waitingCharacters += event.length();
        return waitingCharacters <= MAX_WAITING_CHARACTERS;
    }

    private synchronized boolean takeTurn() {
        if (closed || sending) {
            return false;
        }
        sending = true;
        return true;
    }

    private synchronized @Nullable TurnEvent takeEvent() {
        if (closed || sending || waiting.isEmpty()) {
            return null;
        }
        sending = true;
        TurnEvent next = waiting.removeFirst();
        waitingCharacters -= next.length();
        return next;
    }

    /** Sends what waits. Never holds the lock meanwhile: a send may have to wait for the client. */
    private void sendNext() {
        for (TurnEvent next = takeEvent(); next != null; next = takeEvent()) {
            boolean isEnd = next.isEnd();
            CompletableFuture<?> send = send(event(next));
            if (!send.isDone()) {
                goOnAfter(send, isEnd);
                return;
            }
            if (!sent(isEnd, failureOf(send))) {
                return;
            }
        }
    }

    private void goOnAfter(CompletionStage<?> send, boolean isEnd) {
        send.whenComplete((done, failure) -> {
            if (sent(isEnd, failure)) {
                sendNext();
            }
        });
    }

    private OutboundSseEvent event(TurnEvent next) {
        return sse.newEventBuilder()
                .id(String.valueOf(lastId.incrementAndGet()))
                .name(next.name())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, next.data().toString())
                .build();
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
    private boolean sent(boolean isEnd, @Nullable Throwable failure) {
        synchronized (this) {
            sending = false;
        }
        if (failure != null) {
            gone();
        } else if (isEnd) {
            close();
        }
        return failure == null && !isEnd;
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> send) {
        return send.handle((done, failure) -> failure).join();
    }

    private void gone() {
        if (close()) {
            onGone.run();
        }
    }

    /** Returns false when it was closed before. */
    private boolean close() {
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            waiting.clear();
        }
        sink.close();
        return true;
    }
}
