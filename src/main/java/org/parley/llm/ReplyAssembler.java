package org.parley.llm;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Json;

/** Puts a reply together from the chunks of its stream. Pure: bytes, sockets and time are somebody else's. */
final class ReplyAssembler {
    private static final String DONE = "[DONE]";
    private static final int MAX_TEXT = 4 << 20;
    private static final int MAX_LABEL = 200;

    private final ToolCallAssembler toolCalls = new ToolCallAssembler();
    private final Consumer<String> onText;
    private int textLength;
    private @Nullable String finishReason;
    private @Nullable TokenUsage usage;
    private @Nullable String servedModel;
    private @Nullable String generationId;
    private @Nullable Instant firstByteAt;
    private boolean done;

    ReplyAssembler(Consumer<String> onText) {
        this.onText = onText;
    }

    /** Keeps the time of the first byte. */
    void byteArrived(Clock clock) {
        if (firstByteAt == null) {
            firstByteAt = clock.instant();
        }
    }

    /** Takes the data of one event. What comes after the end mark is passed over. */
    void accept(String data) throws ProtocolException, ProviderErrorException {
        if (done || data.isBlank()) {
            return;
        }
        if (data.trim().equals(DONE)) {
            done = true;
            return;
        }
        chunk(Json.parseObject(data)
                .orElseThrow(() -> new ProtocolException("a chunk of the stream is not a JSON object")));
    }

    /** Takes a whole reply, from a provider that does not stream. */
    void acceptWhole(JsonObject reply) throws ProtocolException, ProviderErrorException {
        chunk(reply);
        done = true;
    }

    /** Whether the provider marked the end. */
    boolean isDone() {
        return done;
    }

    /** Whether the reply is whole: marked by the provider, or at least given a reason for its end. */
    boolean isWhole() {
        return done || finishReason != null;
    }

    Optional<ReplyHead> head() {
        return Optional.ofNullable(firstByteAt)
                .map(at -> new ReplyHead(at, Optional.ofNullable(generationId), Optional.ofNullable(servedModel)));
    }

    ChatReply reply() {
        return new ChatReply(
                textLength,
                toolCalls.calls(),
                Optional.ofNullable(finishReason),
                Optional.ofNullable(usage),
                Optional.ofNullable(servedModel),
                Optional.ofNullable(generationId),
                Optional.ofNullable(firstByteAt));
    }

    private void chunk(JsonObject chunk) throws ProtocolException, ProviderErrorException {
        if (chunk.containsKey("error") && chunk.get("error").getValueType() != JsonValue.ValueType.NULL) {
            throw new ProviderErrorException("the provider sent an error in the stream");
        }
        generationId = generationId == null ? label(chunk, "id") : generationId;
        servedModel = servedModel == null ? label(chunk, "model") : servedModel;
        if (chunk.get("choices") instanceof JsonArray choices
                && !choices.isEmpty()
                && choices.get(0) instanceof JsonObject choice) {
            choice(choice);
        }
        if (chunk.get("usage") instanceof JsonObject counted) {
            usage = UsageReader.read(counted);
        }
    }

    private void choice(JsonObject choice) throws ProtocolException {
        JsonValue part = choice.containsKey("delta") ? choice.get("delta") : choice.get("message");
        if (part instanceof JsonObject delta) {
            content(string(delta, "content"));
            if (delta.get("tool_calls") instanceof JsonArray calls) {
                for (JsonValue call : calls) {
                    if (call instanceof JsonObject object) {
                        toolCalls.accept(object);
                    }
                }
            }
        }
        String reason = label(choice, "finish_reason");
        finishReason = reason == null ? finishReason : reason;
    }

    private void content(@Nullable String delta) throws ProtocolException {
        if (delta == null) {
            return;
        }
        if (textLength + delta.length() > MAX_TEXT) {
            throw new ProtocolException("the reply is longer than " + MAX_TEXT + " characters");
        }
        textLength += delta.length();
        onText.accept(delta);
    }

    /** A name that goes into a column: short, and without the NUL that PostgreSQL keeps in no text. */
    private static @Nullable String label(JsonObject object, String name) {
        String text = string(object, name);
        return text == null
                ? null
                : text.substring(0, Math.min(text.length(), MAX_LABEL)).replace('\0', '\uFFFD');
    }

    private static @Nullable String string(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text && !text.getString().isEmpty() ? text.getString() : null;
    }
}
