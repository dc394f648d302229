package org.parley.chat;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/**
 * Which parameters of a request are taken. One that would change the answer and cannot be honoured is refused unless it
 * has its default value, so that nobody takes an answer for one that was made to order.
 */
final class OpenAiParameters {
    private static final Set<String> HONOURED = Set.of(
            "model", "messages", "stream", "stream_options", "temperature", "max_tokens", "max_completion_tokens");

    /** About the request and not about the answer. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("user", "metadata", "store", "safety_identifier", "prompt_cache_key", "prompt_cache_retention");

    private static final Map<String, List<JsonValue>> DEFAULTS = defaults("""
            {"n": [1], "top_p": [1], "presence_penalty": [0], "frequency_penalty": [0], "logprobs": [false],
             "top_logprobs": [0], "logit_bias": [{}], "response_format": [{"type": "text"}], "modalities": [["text"]],
             "parallel_tool_calls": [true], "tools": [[]], "functions": [[]], "service_tier": ["auto", "default"]}""");

    private OpenAiParameters() {}

    static void requireSupported(JsonObject request) {
        request.forEach((name, value) -> {
            if (!HONOURED.contains(name) && !WITHOUT_EFFECT.contains(name) && !isDefault(name, value)) {
                throw unsupported(name);
            }
        });
        boolean stream = flag(request, "stream", "stream");
        JsonValue options = request.getOrDefault("stream_options", JsonValue.NULL);
        if (options != JsonValue.NULL && !stream) {
            throw OpenAiException.invalid("stream_options", "invalid_value", "stream_options is for streams only.");
        }
        streamOptions(request).forEach((name, value) -> {
            if (!name.equals("include_usage") && value != JsonValue.NULL && value != JsonValue.FALSE) {
                throw unsupported("stream_options." + name);
            }
        });
        includesUsage(request);
    }

    static boolean includesUsage(JsonObject request) {
        return flag(streamOptions(request), "include_usage", "stream_options.include_usage");
    }

    private static JsonObject streamOptions(JsonObject request) {
        JsonValue options = request.getOrDefault("stream_options", JsonValue.NULL);
        if (options == JsonValue.NULL) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        if (options instanceof JsonObject object) {
            return object;
        }
        throw OpenAiException.invalid("stream_options", "invalid_type", "stream_options is not an object.");
    }

    private static boolean flag(JsonObject object, String name, String param) {
        JsonValue value = object.getOrDefault(name, JsonValue.FALSE);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE && value != JsonValue.NULL) {
            throw OpenAiException.invalid(param, "invalid_type", param + " is neither true nor false.");
        }
        return value == JsonValue.TRUE;
    }

    private static boolean isDefault(String name, JsonValue value) {
        return value == JsonValue.NULL
                || DEFAULTS.getOrDefault(name, List.of()).stream().anyMatch(known -> isSame(known, value));
    }

    private static boolean isSame(JsonValue known, JsonValue value) {
        if (known instanceof JsonNumber one && value instanceof JsonNumber other) {
            return one.bigDecimalValue().compareTo(other.bigDecimalValue()) == 0;
        }
        return known.equals(value);
    }

    private static Map<String, List<JsonValue>> defaults(String json) {
        JsonObject object = Json.parseObject(json).orElseThrow();
        return object.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, name -> List.copyOf(object.getJsonArray(name))));
    }

    static OpenAiException unsupported(String param) {
        return OpenAiException.invalid(param, "unsupported_parameter", param + " is not supported with this value.");
    }
}
