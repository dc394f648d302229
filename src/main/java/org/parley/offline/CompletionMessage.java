package org.parley.offline;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One message of the request, its content flattened to text. */
record CompletionMessage(String role, String text, List<OfflineCall> calls, String toolCallId) {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    static CompletionMessage parse(JsonValue value) {
        if (!(value instanceof JsonObject message)) {
            throw new InvalidCompletion("invalid_type", "Each of messages must be an object.");
        }
        String role = OfflineJson.text(message, "role");
        if (!ROLES.contains(role)) {
            throw new InvalidCompletion("invalid_value", "The role of a message is missing or unknown.");
        }
        List<OfflineCall> calls = OfflineJson.objects(message, "tool_calls").stream()
                .map(OfflineCall::parse)
                .toList();
        return new CompletionMessage(
                role, content(message.get("content")), calls, OfflineJson.text(message, "tool_call_id"));
    }

    boolean isPrompt() {
        return role.equals("system") || role.equals("developer");
    }

    boolean isUser() {
        return role.equals("user");
    }

    boolean isAssistant() {
        return role.equals("assistant");
    }

    boolean isResult() {
        return role.equals("tool");
    }

    private static String content(@Nullable JsonValue content) {
        if (content instanceof JsonString string) {
            return string.getString();
        }
        if (content instanceof JsonArray parts) {
            return OfflineJson.objects(parts).stream()
                    .map(part -> OfflineJson.text(part, "text"))
                    .collect(Collectors.joining("\n"));
        }
        if (content == null || content == JsonValue.NULL) {
            return "";
        }
        throw new InvalidCompletion("invalid_type", "The content of a message must be a string or an array of parts.");
    }
}
