package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.parley.llm.ToolCall;
import org.parley.platform.Problems;

/** A client that is slow, full or gone costs the turn neither memory nor its life. */
class SlowClientTest {
    private final Connection connection = new Connection();
    private final AtomicInteger gone = new AtomicInteger();
    private final SseClient client = new SseClient(connection, events(), gone::incrementAndGet);

    @Test
    void what_waits_keeps_its_order_and_only_neighbouring_text_is_put_together() {
        client.on(text("a"));
        client.on(text("b"));
        client.on(text("c"));
        client.on(tool("{}"));
        client.on(text("d"));
        client.on(text("e"));
        client.on(failed());
        connection.takeAll();
        assertThat(connection.names()).containsExactly("message", "message", "tool_call", "message", "error");
        assertThat(connection.data(1)).isEqualTo("{\"delta\":\"bc\"}");
        assertThat(connection.data(3)).isEqualTo("{\"delta\":\"de\"}");
        assertThat(connection.ids()).containsExactly("1", "2", "3", "4", "5");
        assertThat(connection.closed).isEqualTo(1);
        assertThat(gone).hasValue(0);
    }

    @Test
    void a_connection_that_the_container_has_closed_is_a_client_that_left_and_no_fault_of_the_turn() {
        connection.refusing = true;
        client.on(text("a"));
        client.on(text("b"));
        assertThat(gone).hasValue(1);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_ping_finds_out_that_the_container_has_closed_the_connection() {
        connection.refusing = true;
        client.ping();
        client.ping();
        assertThat(gone).hasValue(1);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void too_much_that_waits_gives_the_client_up_whatever_kind_of_events_it_is() {
        client.on(text("first"));
        String half = "x".repeat(500_000);
        for (int i = 0; i < 20; i++) {
            client.on(text(half));
            client.on(tool("{\"q\":\"" + half + "\"}"));
        }
        assertThat(gone).hasValue(1);
        assertThat(client.isClosed()).isTrue();
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void much_text_is_no_harm_to_a_client_that_keeps_up() {
        String half = "x".repeat(500_000);
        for (int i = 0; i < 20; i++) {
            client.on(text(half));
            connection.take();
        }
        assertThat(gone).hasValue(0);
        assertThat(connection.names()).hasSize(20);
    }

    @Test
    void a_failed_ping_tells_that_the_client_is_gone() {
        client.ping();
        connection.fail();
        client.ping();
        assertThat(gone).hasValue(1);
        assertThat(connection.sent).hasSize(1);
    }

    @Test
    void nothing_follows_the_end() {
        client.on(failed());
        client.on(text("late"));
        client.on(failed());
        connection.takeAll();
        client.ping();
        assertThat(connection.names()).containsExactly("error");
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void a_connection_that_is_written_to_at_once_gets_everything_in_order() {
        connection.immediate = true;
        for (int i = 0; i < 10_000; i++) {
            client.on(text(String.valueOf(i)));
        }
        client.on(failed());
        assertThat(connection.sent).hasSize(10_001);
        assertThat(connection.data(9_999)).isEqualTo("{\"delta\":\"9999\"}");
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void a_long_wait_of_many_events_ends_without_a_deep_stack() {
        client.on(text("first"));
        for (int i = 0; i < 200; i++) {
            client.on(tool("{}"));
        }
        connection.immediate = true;
        connection.take();
        assertThat(connection.sent).hasSize(201);
    }

    private static TurnEvent text(String delta) {
        return new TurnEvent.Text(delta);
    }

    private static TurnEvent tool(String arguments) {
        return new TurnEvent.ToolStarted(new ToolCall("id", "find", arguments));
    }

    private static TurnEvent failed() {
        return new TurnEvent.Failed(UUID.randomUUID(), Problems.internal());
    }

    /** A connection whose pace the test sets. */
    private static final class Connection implements SseEventSink {
        private final List<OutboundSseEvent> sent = new ArrayList<>();
        private final CompletableFuture<Object> taken = CompletableFuture.completedFuture("");
        private CompletableFuture<Object> underWay = new CompletableFuture<>();
        private boolean refusing;
        private boolean immediate;
        private int closed;

        List<String> names() {
            return sent.stream().map(OutboundSseEvent::getName).toList();
        }

        List<String> ids() {
            return sent.stream().map(OutboundSseEvent::getId).toList();
        }

        String data(int number) {
            return sent.get(number).getData().toString();
        }

        /** Takes the event that is under way. */
        void take() {
            underWay.complete("");
        }

        /** Takes events until none is under way. */
        void takeAll() {
            while (!underWay.isDone()) {
                take();
            }
        }

        void fail() {
            underWay.completeExceptionally(new IOException("Broken pipe"));
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            if (refusing) {
                throw new IllegalStateException("RESTEASY: sink is closed");
            }
            sent.add(event);
            if (immediate) {
                return taken;
            }
            underWay = new CompletableFuture<>();
            return underWay;
        }

        @Override
        public boolean isClosed() {
            return refusing || closed > 0;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static Sse events() {
        return fake(Sse.class, (method, arguments) -> builder());
    }

    /** Keeps what it is given under the name of the method; the event has it again. */
    private static OutboundSseEvent.Builder builder() {
        Map<String, Object> given = new HashMap<>();
        return fake(OutboundSseEvent.Builder.class, (method, arguments) -> {
            if (method.equals("build")) {
                return fake(
                        OutboundSseEvent.class,
                        (getter, none) -> given.getOrDefault(getter.substring(3).toLowerCase(Locale.ROOT), ""));
            }
            given.put(method, arguments[arguments.length - 1]);
            return null;
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object given = answer.to(method.getName(), arguments);
                    return given == null ? proxy : given;
                }));
    }
}
