package org.parley.llm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a model replied, or as much of it as came. Its text was told word by word and is kept by whoever listened.
 *
 * @param textLength characters of the text
 * @param finishReason as the provider said; empty when it did not
 * @param usage empty when the provider did not tell
 * @param servedModel the model that answered; empty when the provider did not tell
 * @param generationId the provider's name of the reply
 */
public record ChatReply(
        int textLength,
        List<ToolCall> toolCalls,
        Optional<String> finishReason,
        Optional<TokenUsage> usage,
        Optional<String> servedModel,
        Optional<String> generationId,
        Optional<Instant> firstByteAt) {
    public static final ChatReply NOTHING = new ChatReply(
            0, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A reply of which only the beginning is known. */
    public static ChatReply begun(
            Optional<Instant> firstByteAt, Optional<String> generationId, Optional<String> servedModel) {
        return new ChatReply(0, List.of(), Optional.empty(), Optional.empty(), servedModel, generationId, firstByteAt);
    }

    public ChatReply {
        toolCalls = List.copyOf(toolCalls);
    }

    /** Characters that the model wrote, arguments of tool calls included. */
    public int length() {
        return textLength
                + toolCalls.stream()
                        .mapToInt(
                                call -> call.name().length() + call.arguments().length())
                        .sum();
    }
}
