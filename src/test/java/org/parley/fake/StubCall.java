package org.parley.fake;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Json;

/** One call to the provider: what it was asked, what it delivered, and what it bills. */
public final class StubCall {
    private static final int COMMENT_MILLIS = 200;

    private final HttpExchange exchange;
    private final JsonObject request;
    private final String question;
    private final String generationId = "gen-" + UUID.randomUUID();
    private final AtomicInteger events = new AtomicInteger();
    private final CountDownLatch left = new CountDownLatch(1);
    private @Nullable OutputStream out;
    private volatile @Nullable BigDecimal billed;
    private volatile @Nullable JsonObject generation;

    StubCall(HttpExchange exchange, JsonObject request, String question) {
        this.exchange = exchange;
        this.request = request;
        this.question = question;
    }

    public JsonObject request() {
        return request;
    }

    public String header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** The caller's end of the connection. */
    public String peer() {
        return exchange.getRemoteAddress().toString();
    }

    public String generationId() {
        return generationId;
    }

    /** Events that were written so far. */
    public int events() {
        return events.get();
    }

    /** What the provider bills for the call; empty until it has finished the reply. */
    public Optional<BigDecimal> billed() {
        return Optional.ofNullable(billed);
    }

    /** Counted down when the caller turned out to have left. */
    public CountDownLatch left() {
        return left;
    }

    /** A header of the answer. */
    public StubCall header(String name, String value) {
        exchange.getResponseHeaders().add(name, value);
        return this;
    }

    /** The whole answer is this status and body. */
    public void status(int status, String body) throws IOException {
        status(status, "application/json", body);
    }

    /** The whole answer is this status and body, of that type. */
    public void status(int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().close();
    }

    /** A piece of text. */
    public StubCall text(String delta) throws IOException {
        return delta(Json.object().add("content", delta).build(), null);
    }

    /** A tool call, in one delta. */
    public StubCall tool(int index, String id, String name, String arguments) throws IOException {
        JsonObject call = Json.object()
                .add("index", index)
                .add("id", id)
                .add("type", "function")
                .add("function", Json.object().add("name", name).add("arguments", arguments))
                .build();
        return delta(Json.object().add("tool_calls", Json.array().add(call)).build(), null);
    }

    /** The end of a reply: its reason, what it used, what it cost, and the end mark. */
    public void end(String finishReason, int promptTokens, int completionTokens, String cost) throws IOException {
        delta(JsonObject.EMPTY_JSON_OBJECT, finishReason);
        JsonObject usage = Json.object()
                .add("prompt_tokens", promptTokens)
                .add("completion_tokens", completionTokens)
                .add("total_tokens", promptTokens + completionTokens)
                .add("cost", new BigDecimal(cost))
                .build();
        bill(finishReason, promptTokens, completionTokens, new BigDecimal(cost));
        event(chunk().add("choices", Json.array()).add("usage", usage).build().toString());
        done();
    }

    /** What the provider tells of the call afterwards; empty until it has finished the reply. */
    Optional<JsonObject> generation() {
        return Optional.ofNullable(generation);
    }

    /** Puts the call on the provider's bill, and has the provider tell of it by its id from now on. */
    public void bill(String finishReason, int promptTokens, int completionTokens, BigDecimal cost) {
        billed = cost;
        generation = account(finishReason, promptTokens, completionTokens, cost).build();
    }

    /** The same for a call that was made with the account's own key at another provider, which bills that cost by itself. */
    public void billBesides(
            String finishReason, int promptTokens, int completionTokens, BigDecimal fee, BigDecimal upstream) {
        billed = fee;
        generation = account(finishReason, promptTokens, completionTokens, fee)
                .add("is_byok", true)
                .add("upstream_inference_cost", upstream)
                .build();
    }

    private JsonObjectBuilder account(String finishReason, int promptTokens, int completionTokens, BigDecimal cost) {
        return Json.object()
                .add("id", generationId)
                .add("model", "served/" + request.getString("model"))
                .add("finish_reason", finishReason)
                .add("total_cost", cost)
                .add("tokens_prompt", promptTokens + 1)
                .add("tokens_completion", completionTokens + 1)
                .add("native_tokens_prompt", promptTokens)
                .add("native_tokens_completion", completionTokens)
                .add("native_tokens_reasoning", 0)
                .addNull("native_tokens_cached");
    }

    /** The end mark, and the end of the stream. */
    public void done() throws IOException {
        event("[DONE]");
        stream().close();
    }

    public StubCall delta(JsonObject delta, @Nullable String finishReason) throws IOException {
        JsonObject choice = Json.object()
                .add("index", 0)
                .add("delta", delta)
                .add("finish_reason", Json.value(finishReason))
                .build();
        return event(chunk().add("choices", Json.array().add(choice)).build().toString());
    }

    public StubCall event(String data) throws IOException {
        return raw("data: " + data + "\n\n", 1);
    }

    /** Bytes that are no event. */
    public StubCall comment(String text) throws IOException {
        return raw(": " + text + "\n\n", 0);
    }

    /** Comments until the caller has left. */
    public void commentUntilLeft() throws IOException, InterruptedException {
        while (!left.await(COMMENT_MILLIS, TimeUnit.MILLISECONDS)) {
            comment("PROCESSING");
        }
    }

    void clientLeft() {
        left.countDown();
    }

    String question() {
        return question;
    }

    private StubCall raw(String text, int countsAs) throws IOException {
        OutputStream stream = stream();
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
        events.addAndGet(countsAs);
        return this;
    }

    private OutputStream stream() throws IOException {
        if (out == null) {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            out = exchange.getResponseBody();
        }
        return out;
    }

    private JsonObjectBuilder chunk() {
        return Json.object()
                .add("id", generationId)
                .add("object", "chat.completion.chunk")
                .add("model", "served/" + request.getString("model"));
    }
}
