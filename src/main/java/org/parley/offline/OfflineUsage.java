package org.parley.offline;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import org.parley.platform.Json;

/**
 * Tokens and cost of one completion. One token is counted for every 4 characters, rounded up; a million of them costs
 * 0.15 USD as input and 0.60 USD as output, exactly.
 */
record OfflineUsage(long promptTokens, long completionTokens) {
    private static final long CHARACTERS_PER_TOKEN = 4;
    private static final BigDecimal PROMPT_PRICE = new BigDecimal("0.000000150");
    private static final BigDecimal COMPLETION_PRICE = new BigDecimal("0.000000600");

    static OfflineUsage of(CompletionRequest request, CompletionReply reply) {
        long calls = reply.calls().stream()
                .mapToLong(call -> tokens(call.name()) + tokens(call.arguments().toString()))
                .sum();
        return new OfflineUsage(request.promptTokens(), tokens(reply.text()) + calls);
    }

    static long tokens(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** In USD, with nine decimals. */
    BigDecimal cost() {
        return PROMPT_PRICE
                .multiply(BigDecimal.valueOf(promptTokens))
                .add(COMPLETION_PRICE.multiply(BigDecimal.valueOf(completionTokens)));
    }

    JsonObject toJson() {
        return Json.object()
                .add("prompt_tokens", promptTokens)
                .add("completion_tokens", completionTokens)
                .add("total_tokens", promptTokens + completionTokens)
                .add("prompt_tokens_details", Json.object().add("cached_tokens", 0))
                .add("completion_tokens_details", Json.object().add("reasoning_tokens", 0))
                .add("cost", cost())
                .build();
    }
}
