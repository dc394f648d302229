package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.parley.platform.Problems;

/** One event at a time, whatever the client's pace. */
class SseClientTest {
    private final Sink sink = new Sink();
    private final AtomicInteger gone = new AtomicInteger();
    private final SseClient client = new SseClient(sink, new Events(), gone::incrementAndGet);

    @Test
    void an_event_waits_until_the_one_before_is_out() {
        client.on(start());
        client.on(text("a"));
        assertThat(sink.names()).containsExactly("start");
        sink.sent();
        assertThat(sink.names()).containsExactly("start", "message");
    }

    @Test
    void text_that_waits_is_put_together() {
        client.on(start());
        client.on(text("a"));
        client.on(text("b"));
        client.on(text("c"));
        sink.sent();
        assertThat(sink.sent.get(1).data).isEqualTo("{\"delta\":\"abc\"}");
        assertThat(sink.sent.get(1).id).isEqualTo("2");
    }

    @Test
    void the_end_closes_the_stream_after_it_was_sent() {
        client.on(failed());
        assertThat(sink.closed).isZero();
        sink.sent();
        assertThat(sink.closed).isEqualTo(1);
        client.on(text("late"));
        assertThat(sink.names()).containsExactly("error");
        assertThat(gone).hasValue(0);
    }

    @Test
    void a_send_that_fails_tells_once_that_the_client_is_gone() {
        client.on(start());
        client.on(text("a"));
        sink.fail();
        client.on(text("b"));
        client.ping();
        assertThat(gone).hasValue(1);
        assertThat(sink.closed).isEqualTo(1);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_ping_is_sent_only_when_nothing_else_is_under_way() {
        client.ping();
        client.ping();
        assertThat(sink.sent).hasSize(1);
        assertThat(sink.sent.get(0).comment).isEqualTo("ping");
        client.on(start());
        sink.sent();
        assertThat(sink.names()).containsExactly("", "start");
    }

    @Test
    void a_client_that_never_reads_is_given_up_before_it_fills_memory() {
        client.on(start());
        String much = "x".repeat(300_000);
        for (int i = 0; i < 10; i++) {
            client.on(text(much));
        }
        assertThat(gone).hasValue(1);
        assertThat(client.isClosed()).isTrue();
    }

    private static TurnEvent start() {
        return new TurnEvent.Start(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "m");
    }

    private static TurnEvent text(String delta) {
        return new TurnEvent.Text(delta);
    }

    private static TurnEvent failed() {
        return new TurnEvent.Failed(UUID.randomUUID(), Problems.internal());
    }

    /** A connection whose sends end when the test says. */
    private static final class Sink implements SseEventSink {
        private final List<Event> sent = new ArrayList<>();
        private CompletableFuture<Object> underWay = new CompletableFuture<>();
        private int closed;

        List<String> names() {
            return sent.stream().map(event -> event.name).toList();
        }

        void sent() {
            underWay.complete("");
        }

        void fail() {
            underWay.completeExceptionally(new IOException("Broken pipe"));
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            assertThat(sent.isEmpty() || underWay.isDone())
                    .as("one send at a time")
                    .isTrue();
            sent.add((Event) event);
            underWay = new CompletableFuture<>();
            return underWay;
        }

        @Override
        public boolean isClosed() {
            return closed > 0;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static final class Events implements Sse {
        @Override
        public OutboundSseEvent.Builder newEventBuilder() {
            return new Event();
        }

        @Override
        public SseBroadcaster newBroadcaster() {
            throw new UnsupportedOperationException();
        }
    }

    @NullUnmarked
    private static final class Event implements OutboundSseEvent, OutboundSseEvent.Builder {
        private String id = "";
        private String name = "";
        private String comment = "";
        private String data = "";

        @Override
        public Builder id(String value) {
            id = value;
            return this;
        }

        @Override
        public Builder name(String value) {
            name = value;
            return this;
        }

        @Override
        public Builder comment(String value) {
            comment = value;
            return this;
        }

        @Override
        public Builder reconnectDelay(long milliseconds) {
            return this;
        }

        @Override
        public Builder mediaType(MediaType mediaType) {
            return this;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Builder data(Class type, Object value) {
            data = String.valueOf(value);
            return this;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Builder data(GenericType type, Object value) {
            return data(Object.class, value);
        }

        @Override
        public Builder data(Object value) {
            return data(Object.class, value);
        }

        @Override
        public OutboundSseEvent build() {
            return this;
        }

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
        public String getId() {
            return id;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getComment() {
            return comment;
        }

        @Override
        public long getReconnectDelay() {
            return -1;
        }

        @Override
        public boolean isReconnectDelaySet() {
            return false;
        }
    }
}
