package org.parley.offline;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/** What a chat-completions request asks: the conversation, the names of the offered tools, and whether to stream. */
record CompletionRequest(List<CompletionMessage> messages, Set<String> tools, boolean stream, long promptTokens) {

    /**
     * Reads a request body.
     *
     * @throws InvalidCompletion when it is not a request of this format
     */
    static CompletionRequest parse(String body) {
        JsonObject request = Json.parseObject(body)
                .orElseThrow(() -> new InvalidCompletion("invalid_json", "The body must be a JSON object."));
        if (!(request.get("model") instanceof JsonString)) {
            throw new InvalidCompletion("missing_required_parameter", "model must be a string.");
        }
        if (!(request.get("messages") instanceof JsonArray messages) || messages.isEmpty()) {
            throw new InvalidCompletion("missing_required_parameter", "messages must be an array with a message.");
        }
        JsonArray tools = tools(request);
        return new CompletionRequest(
                messages.stream().map(CompletionMessage::parse).toList(),
                toolNames(request, tools),
                stream(request),
                OfflineUsage.tokens(messages.toString())
                        + (tools.isEmpty() ? 0 : OfflineUsage.tokens(tools.toString())));
    }

    boolean offers(String tool) {
        return tools.contains(tool);
    }

    private static JsonArray tools(JsonObject request) {
        JsonValue tools = request.getOrDefault("tools", JsonValue.NULL);
        if (tools == JsonValue.NULL) {
            return JsonValue.EMPTY_JSON_ARRAY;
        }
        if (tools instanceof JsonArray array) {
            return array;
        }
        throw new InvalidCompletion("invalid_type", "tools must be an array.");
    }

    private static Set<String> toolNames(JsonObject request, JsonArray tools) {
        if (OfflineJson.text(request, "tool_choice").equals("none")) {
            return Set.of();
        }
        return OfflineJson.objects(tools).stream()
                .map(tool -> tool.get("function"))
                .filter(JsonObject.class::isInstance)
                .map(function -> OfflineJson.text(function.asJsonObject(), "name"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean stream(JsonObject request) {
        JsonValue stream = request.getOrDefault("stream", JsonValue.FALSE);
        if (stream == JsonValue.TRUE) {
            return true;
        }
        if (stream == JsonValue.FALSE || stream == JsonValue.NULL) {
            return false;
        }
        throw new InvalidCompletion("invalid_type", "stream must be true or false.");
    }
}
