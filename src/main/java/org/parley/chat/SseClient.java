package org.parley.chat;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayDeque;
import java.util.Deque;
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

    /** @param onGone told once when the client turns out to have left */
    SseClient(SseEventSink sink, Sse sse, Runnable onGone) {
        this.sink = sink;
        this.sse = sse;
        this.onGone = onGone;
    }

    @Override
    public void on(TurnEvent event) {
        synchronized (this) {
            if (closed) {
                return;
            }
            enqueue(event);
        }
        if (isOverflowing()) {
            gone();
        }
        sendNext();
    }

    /** Sends a comment when nothing else is under way: it keeps the connection open, and shows whether it still is. */
    void ping() {
        synchronized (this) {
            if (closed || sending) {
                return;
            }
            sending = true;
        }
        send(sse.newEventBuilder().comment(PING).build(), false);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void enqueue(TurnEvent event) {
        if (event instanceof TurnEvent.Text text && waiting.peekLast() instanceof TurnEvent.Text last) {
            waiting.removeLast();
            waiting.addLast(new TurnEvent.Text(last.delta() + text.delta()));
        } else {
            waiting.addLast(event);
        }
    }

    private synchronized boolean isOverflowing() {
        return waiting.peekLast() instanceof TurnEvent.Text last && last.delta().length() > MAX_WAITING_CHARACTERS;
    }

    /** Never sends while holding the lock: a send may have to wait for the client. */
    private void sendNext() {
        TurnEvent next;
        synchronized (this) {
            if (sending || closed || waiting.isEmpty()) {
                return;
            }
            next = waiting.removeFirst();
            sending = true;
        }
        send(event(next), next.isEnd());
    }

    private OutboundSseEvent event(TurnEvent next) {
        return sse.newEventBuilder()
                .id(String.valueOf(lastId.incrementAndGet()))
                .name(next.name())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, next.data().toString())
                .build();
    }

    private void send(OutboundSseEvent event, boolean isEnd) {
        sink.send(event).whenComplete((sent, failure) -> sent(isEnd, failure));
    }

    private void sent(boolean isEnd, @Nullable Throwable failure) {
        synchronized (this) {
            sending = false;
        }
        if (failure != null) {
            gone();
        } else if (isEnd) {
            close();
        } else {
            sendNext();
        }
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
