package org.parley.offline;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what was sent and answers as told. */
final class FakeSink implements SseEventSink {
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private Supplier<CompletionStage<?>> answer = () -> CompletableFuture.completedFuture(true);

    void answering(Supplier<CompletionStage<?>> answers) {
        answer = answers;
    }

    List<String> sent() {
        return List.copyOf(sent);
    }

    CompletableFuture<Boolean> closed() {
        return closed;
    }

    @Override
    public boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        if (isClosed()) {
            throw new IllegalStateException("closed");
        }
        sent.add(event.getData().toString());
        return answer.get();
    }

    @Override
    public void close() {
        closed.complete(true);
    }

    static OutboundSseEvent event(String data) {
        return new Event(data);
    }

    private record Event(String data) implements OutboundSseEvent {
        @Override
        public Class<?> getType() {
            return String.class;
        }

        @Override
        public Type getGenericType() {
            return String.class;
        }

        @Override
        public MediaType getMediaType() {
            return MediaType.TEXT_PLAIN_TYPE;
        }

        @Override
        public Object getData() {
            return data;
        }

        @Override
        public @Nullable String getId() {
            return null;
        }

        @Override
        public @Nullable String getName() {
            return null;
        }

        @Override
        public @Nullable String getComment() {
            return null;
        }

        @Override
        public long getReconnectDelay() {
            return RECONNECT_NOT_SET;
        }

        @Override
        public boolean isReconnectDelaySet() {
            return false;
        }
    }
}
