package org.parley.llm;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.List;
import org.parley.platform.Json;

/**
 * What a model is asked.
 *
 * @param temperature 0 to 2
 * @param maxTokens most tokens of the reply
 */
public record ChatRequest(
        String model, BigDecimal temperature, int maxTokens, List<ChatMessage> messages, List<ToolSpec> tools) {
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** The same question with more said. */
    public ChatRequest with(List<ChatMessage> longer) {
        return new ChatRequest(model, temperature, maxTokens, longer, tools);
    }

    /** The same question to another model, or with another limit. */
    public ChatRequest of(String otherModel, int otherMaxTokens) {
        return new ChatRequest(otherModel, temperature, otherMaxTokens, messages, tools);
    }

    /** Characters that the model reads, without the tools. */
    public int length() {
        return messages.stream().mapToInt(ChatMessage::length).sum();
    }

    String toJson() {
        JsonArrayBuilder conversation = Json.array();
        messages.forEach(message -> conversation.add(message.toJson()));
        JsonObjectBuilder body = Json.object()
                .add("model", model)
                .add("temperature", temperature)
                .add("max_tokens", maxTokens)
                .add("stream", true)
                .add("stream_options", Json.object().add("include_usage", true))
                .add("messages", conversation);
        if (!tools.isEmpty()) {
            JsonArrayBuilder offered = Json.array();
            tools.forEach(tool -> offered.add(tool.toJson()));
            body.add("tools", offered);
        }
        return body.build().toString();
    }
}
