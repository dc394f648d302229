package org.parley.llm;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Optional;

/**
 * What a provider says of a reply after its end. Fields as OpenRouter has them
 * (https://openrouter.ai/docs/api-reference/get-a-generation); empty where it says nothing.
 *
 * @param usage counted by the model's own tokenizer, as it is billed; without a cost while the provider knows none
 */
public record Generation(Optional<String> model, Optional<String> finishReason, TokenUsage usage) {
    static Generation of(JsonObject data) {
        TokenUsage usage = UsageReader.normalised(
                UsageReader.count(data.get("native_tokens_prompt")),
                UsageReader.count(data.get("native_tokens_cached")),
                0,
                UsageReader.count(data.get("native_tokens_completion")),
                UsageReader.count(data.get("native_tokens_reasoning")),
                ProviderCost.ofGeneration(data));
        return new Generation(text(data, "model"), text(data, "finish_reason"), usage);
    }

    private static Optional<String> text(JsonObject data, String name) {
        return data.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}
