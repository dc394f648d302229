package org.parley.llm;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a provider says of a reply after its end. Fields as OpenRouter has them
 * (https://openrouter.ai/docs/api-reference/get-a-generation); empty where it says nothing.
 *
 * @param totalCost in USD
 * @param promptTokens counted the same way for all models
 * @param completionTokens counted the same way for all models
 * @param nativePromptTokens counted by the model's own tokenizer, as are the other native ones; they are what is billed
 */
public record Generation(
        Optional<String> model,
        Optional<String> finishReason,
        Optional<BigDecimal> totalCost,
        Optional<Long> promptTokens,
        Optional<Long> completionTokens,
        Optional<Long> nativePromptTokens,
        Optional<Long> nativeCachedTokens,
        Optional<Long> nativeCompletionTokens,
        Optional<Long> nativeReasoningTokens) {
    static Generation of(JsonObject data) {
        return new Generation(
                text(data, "model"),
                text(data, "finish_reason"),
                number(data, "total_cost"),
                count(data, "tokens_prompt"),
                count(data, "tokens_completion"),
                count(data, "native_tokens_prompt"),
                count(data, "native_tokens_cached"),
                count(data, "native_tokens_completion"),
                count(data, "native_tokens_reasoning"));
    }

    private static Optional<String> text(JsonObject data, String name) {
        return data.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private static Optional<Long> count(JsonObject data, String name) {
        return number(data, name).map(BigDecimal::longValue);
    }

    /** A number that is not negative, and short enough to be one that was meant. */
    private static Optional<BigDecimal> number(JsonObject data, String name) {
        return data.get(name) instanceof JsonNumber number
                ? Optional.of(number.bigDecimalValue())
                        .filter(value -> value.signum() >= 0 && value.precision() - value.scale() <= 15)
                : Optional.empty();
    }
}
