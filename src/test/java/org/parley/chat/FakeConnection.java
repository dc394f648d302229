package org.parley.chat;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A connection whose pace the test sets. */
final class FakeConnection implements SseEventSink {
    final List<OutboundSseEvent> sent = new ArrayList<>();
    private final CompletableFuture<Object> taken = CompletableFuture.completedFuture("");
    private CompletableFuture<Object> underWay = new CompletableFuture<>();
    boolean refusing;
    boolean immediate;
    int closed;

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

    /** Makes events that remember what they were given. */
    static Sse events() {
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
