package org.parley.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parley.llm.ChatMessage;
import org.parley.llm.ToolCall;

/**
 * The conversation of a request.
 *
 * @param before all but the last, in order
 * @param last what the visitor says now
 */
record OpenAiMessages(List<ChatMessage> before, String last) {
    private static final int MOST = 2048;

    /** Reads them; the last must be the visitor's, and every tool call must have its result right behind it. */
    static OpenAiMessages of(@Nullable JsonValue value) {
        if (!(value instanceof JsonArray messages) || messages.isEmpty()) {
            throw OpenAiException.invalid(
                    "messages", "missing_required_parameter", "messages is missing, empty, or not an array.");
        }
        if (messages.size() > MOST) {
            throw OpenAiException.invalid(
                    "messages", "array_above_max_length", "There are more than " + MOST + " messages.");
        }
        List<ChatMessage> read = new ArrayList<>();
        Set<String> unanswered = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            String param = "messages[" + i + "]";
            ChatMessage message = OpenAiMessage.of(messages.get(i), param);
            requireOrder(message, unanswered, param);
            read.add(message);
        }
        int last = read.size() - 1;
        if (!(read.get(last) instanceof ChatMessage.User visitor)) {
            throw OpenAiException.invalid(
                    "messages[" + last + "].role", "invalid_value", "The last message is not of the role user.");
        }
        return new OpenAiMessages(read.subList(0, last), requireText(visitor.content(), "messages[" + last + "]"));
    }

    private static void requireOrder(ChatMessage message, Set<String> unanswered, String param) {
        if (message instanceof ChatMessage.ToolOutput output) {
            if (!unanswered.remove(output.toolCallId())) {
                throw OpenAiException.invalid(
                        param + ".tool_call_id", "invalid_value", "No tool call before it has this id.");
            }
            return;
        }
        if (!unanswered.isEmpty()) {
            throw OpenAiException.invalid(
                    param + ".role", "invalid_value", "A tool call before it has no message of the role tool.");
        }
        if (message instanceof ChatMessage.Assistant assistant) {
            for (ToolCall call : assistant.toolCalls()) {
                if (!unanswered.add(call.id())) {
                    throw OpenAiException.invalid(
                            param + ".tool_calls", "invalid_value", "Two tool calls have the same id.");
                }
            }
        }
    }

    private static String requireText(String text, String param) {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw OpenAiException.invalid(
                    param + ".content", "invalid_value", "The last message is empty, or has a NUL character.");
        }
        return text;
    }
}
