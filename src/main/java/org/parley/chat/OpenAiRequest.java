package org.parley.chat;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Json;

/**
 * A request for a chat completion; see "Create chat completion" in the OpenAI API reference. What it cannot have is
 * refused by the parameter's name, never passed over.
 *
 * @param usage whether a stream tells the usage before its end
 */
record OpenAiRequest(OpenAiModel model, TurnRequest turn, boolean usage) {
    private static final BigDecimal HOTTEST = BigDecimal.valueOf(2);
    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    static OpenAiRequest parse(String body, @Nullable String idempotencyKey) {
        JsonObject json = Json.parseObject(body)
                .orElseThrow(() -> OpenAiException.invalid("body", "invalid_json", "The body is not a JSON object."));
        if (!(json.get("model") instanceof JsonString model)) {
            throw OpenAiException.invalid("model", "missing_required_parameter", "model is missing, or not a string.");
        }
        OpenAiParameters.requireSupported(json);
        OpenAiMessages messages = OpenAiMessages.of(json.get("messages"));
        ClientContext context = new ClientContext(messages.before(), temperature(json), maxTokens(json));
        return new OpenAiRequest(
                new OpenAiModel(model.getString()),
                new TurnRequest(messages.last(), Optional.empty(), IdempotencyKey.of(idempotencyKey, body), context),
                OpenAiParameters.includesUsage(json));
    }

    private static Optional<BigDecimal> temperature(JsonObject json) {
        return number(json, "temperature").map(value -> {
            if (value.signum() < 0 || value.compareTo(HOTTEST) > 0) {
                throw OpenAiException.invalid("temperature", "invalid_value", "temperature is not within 0 to 2.");
            }
            return value;
        });
    }

    /** The lesser of the two names for it, when a client uses both. */
    private static OptionalInt maxTokens(JsonObject json) {
        return Stream.of("max_tokens", "max_completion_tokens")
                .flatMapToInt(name -> number(json, name).stream().mapToInt(value -> whole(name, value)))
                .min();
    }

    private static int whole(String name, BigDecimal value) {
        if (value.compareTo(BigDecimal.ONE) < 0) {
            throw OpenAiException.invalid(name, "invalid_value", name + " is below 1.");
        }
        if (value.compareTo(MOST) > 0) {
            return Integer.MAX_VALUE;
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw OpenAiException.invalid(name, "invalid_type", name + " is not a whole number.");
        }
        return value.intValueExact();
    }

    private static Optional<BigDecimal> number(JsonObject json, String name) {
        JsonValue value = json.getOrDefault(name, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number) {
            return Optional.of(number.bigDecimalValue());
        }
        throw OpenAiException.invalid(name, "invalid_type", name + " is not a number.");
    }
}
