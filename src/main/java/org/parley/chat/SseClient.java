package org.parley.chat;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private long lastId;
    private boolean sending;
    private boolean closed;

    /** @param onGone told once when the client turns out to have left */
    SseClient(SseEventSink sink, Sse sse, Runnable onGone) {
        this.sink = sink;
        this.sse = sse;
        this.onGone = onGone;
    }

    @Override
    public synchronized void on(TurnEvent event) {
        if (closed) {
            return;
        }
        enqueue(event);
        sendNext();
    }

    /** Sends a comment when nothing else is under way: it keeps the connection open, and shows whether it still is. */
    synchronized void ping() {
        if (!closed && !sending) {
            send(sse.newEventBuilder().comment(PING).build(), null);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void enqueue(TurnEvent event) {
        if (event instanceof TurnEvent.Text text && waiting.peekLast() instanceof TurnEvent.Text last) {
            waiting.removeLast();
            waiting.addLast(new TurnEvent.Text(last.delta() + text.delta()));
            if (last.delta().length() > MAX_WAITING_CHARACTERS) {
                gone();
            }
        } else {
            waiting.addLast(event);
        }
    }

    private void sendNext() {
        if (sending || closed || waiting.isEmpty()) {
            return;
        }
        TurnEvent next = waiting.removeFirst();
        OutboundSseEvent event = sse.newEventBuilder()
                .id(String.valueOf(++lastId))
                .name(next.name())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, next.data().toString())
                .build();
        send(event, next);
    }

    private void send(OutboundSseEvent event, @Nullable TurnEvent turnEvent) {
        sending = true;
        sink.send(event).whenComplete((sent, failure) -> sent(turnEvent, failure));
    }

    private synchronized void sent(@Nullable TurnEvent event, @Nullable Throwable failure) {
        sending = false;
        if (failure != null) {
            gone();
        } else if (event != null && event.isEnd()) {
            close();
        } else {
            sendNext();
        }
    }

    private void gone() {
        if (!closed) {
            close();
            onGone.run();
        }
    }

    private void close() {
        closed = true;
        waiting.clear();
        sink.close();
    }
}
