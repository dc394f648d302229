package org.parley.llm;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import org.parley.platform.Json;

/** One message of the conversation that a model is shown. */
public sealed interface ChatMessage {
    JsonObject toJson();

    /** Its length in characters, from which tokens are estimated. */
    int length();

    record Prompt(String content) implements ChatMessage {
        @Override
        public JsonObject toJson() {
            return text("system", content);
        }

        @Override
        public int length() {
            return content.length();
        }
    }

    record User(String content) implements ChatMessage {
        @Override
        public JsonObject toJson() {
            return text("user", content);
        }

        @Override
        public int length() {
            return content.length();
        }
    }

    record Assistant(String content, List<ToolCall> toolCalls) implements ChatMessage {
        public Assistant {
            toolCalls = List.copyOf(toolCalls);
        }

        @Override
        public JsonObject toJson() {
            if (toolCalls.isEmpty()) {
                return text("assistant", content);
            }
            JsonArrayBuilder calls = Json.array();
            toolCalls.forEach(call -> calls.add(call.toJson()));
            return Json.object()
                    .add("role", "assistant")
                    .add("content", content)
                    .add("tool_calls", calls)
                    .build();
        }

        @Override
        public int length() {
            return content.length()
                    + toolCalls.stream()
                            .mapToInt(call -> call.arguments().length())
                            .sum();
        }
    }

    record ToolOutput(String toolCallId, String content) implements ChatMessage {
        @Override
        public JsonObject toJson() {
            return Json.object()
                    .add("role", "tool")
                    .add("tool_call_id", toolCallId)
                    .add("content", content)
                    .build();
        }

        @Override
        public int length() {
            return content.length();
        }
    }

    private static JsonObject text(String role, String content) {
        return Json.object().add("role", role).add("content", content).build();
    }
}
