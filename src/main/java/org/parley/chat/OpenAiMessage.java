package org.parley.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.parley.llm.ChatMessage;
import org.parley.llm.ToolCall;

/** Reads one message of a request. What it has beside its text is refused, unless it is empty. */
final class OpenAiMessage {
    private final JsonObject json;
    private final String param;

    private OpenAiMessage(JsonObject json, String param) {
        this.json = json;
        this.param = param;
    }

    /** @param param where it stands, for the error that refuses it */
    static ChatMessage of(JsonValue value, String param) {
        if (!(value instanceof JsonObject json)) {
            throw OpenAiException.invalid(param, "invalid_type", param + " is not an object.");
        }
        return new OpenAiMessage(json, param).read();
    }

    private ChatMessage read() {
        String role = text(json, "role", param);
        return switch (role) {
            case "system", "developer" -> new ChatMessage.Prompt(only(Set.of(), content()));
            case "user" -> new ChatMessage.User(only(Set.of(), content()));
            case "assistant" -> assistant();
            case "tool" ->
                new ChatMessage.ToolOutput(text(json, "tool_call_id", param), only(Set.of("tool_call_id"), content()));
            default -> throw OpenAiException.invalid(param + ".role", "invalid_value", "The role is not known.");
        };
    }

    private ChatMessage assistant() {
        JsonArray calls = array(json, "tool_calls", param);
        String content = calls.isEmpty() || isGiven("content") ? content() : "";
        return new ChatMessage.Assistant(
                only(Set.of("tool_calls"), content),
                IntStream.range(0, calls.size())
                        .mapToObj(i -> toolCall(calls.get(i), param + ".tool_calls[" + i + "]"))
                        .toList());
    }

    private static ToolCall toolCall(JsonValue value, String param) {
        if (!(value instanceof JsonObject call)
                || !text(call, "type", param).equals("function")
                || !(call.get("function") instanceof JsonObject function)) {
            throw OpenAiException.invalid(param, "invalid_value", "A tool call is not one of a function.");
        }
        return new ToolCall(
                text(call, "id", param),
                text(function, "name", param + ".function"),
                text(function, "arguments", param + ".function"));
    }

    private String content() {
        JsonValue content = json.getOrDefault("content", JsonValue.NULL);
        if (content instanceof JsonString string) {
            return string.getString();
        }
        if (!(content instanceof JsonArray parts) || parts.isEmpty()) {
            throw OpenAiException.invalid(
                    param + ".content", "invalid_type", "content is neither a string nor an array of parts.");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            texts.add(part(parts.get(i), param + ".content[" + i + "]"));
        }
        return texts.stream().collect(Collectors.joining("\n"));
    }

    private static String part(JsonValue value, String param) {
        if (!(value instanceof JsonObject part)) {
            throw OpenAiException.invalid(param, "invalid_type", param + " is not an object.");
        }
        if (!text(part, "type", param).equals("text")) {
            throw OpenAiException.invalid(param + ".type", "unsupported_content", "Only text can be sent.");
        }
        return text(part, "text", param);
    }

    /** Gives the content back when the message has nothing else that would be lost. */
    private String only(Set<String> others, String content) {
        for (String name : json.keySet()) {
            boolean known = name.equals("role") || name.equals("content") || others.contains(name);
            if (!known && isGiven(name)) {
                throw OpenAiParameters.unsupported(param + "." + name);
            }
        }
        return content;
    }

    private boolean isGiven(String name) {
        JsonValue value = json.getOrDefault(name, JsonValue.NULL);
        return value != JsonValue.NULL && !(value instanceof JsonArray array && array.isEmpty());
    }

    private static JsonArray array(JsonObject object, String name, String param) {
        JsonValue value = object.getOrDefault(name, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return JsonValue.EMPTY_JSON_ARRAY;
        }
        if (value instanceof JsonArray array) {
            return array;
        }
        throw OpenAiException.invalid(param + "." + name, "invalid_type", name + " is not an array.");
    }

    private static String text(JsonObject object, String name, String param) {
        if (object.get(name) instanceof JsonString string) {
            return string.getString();
        }
        throw OpenAiException.invalid(param + "." + name, "invalid_type", name + " is missing, or not a string.");
    }
}
