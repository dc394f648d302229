package org.parley.llm;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Tokens of one call. Input includes what was read from a cache and what was written to one, output includes reasoning.
 *
 * @param cached input that was read from the provider's cache
 * @param cacheWritten input that was written to it
 * @param cost what the call cost its account, in USD, as the provider says
 * @param upstreamCost the part of the cost that another provider bills, whose key was brought along
 */
public record TokenUsage(
        long prompt,
        long cached,
        long cacheWritten,
        long completion,
        long reasoning,
        Optional<BigDecimal> cost,
        Optional<BigDecimal> upstreamCost) {
    private static final int CHARACTERS_A_TOKEN = 4;

    public TokenUsage {
        if (prompt < 0 || cached < 0 || cacheWritten < 0 || completion < 0 || reasoning < 0) {
            throw new IllegalArgumentException("negative token count");
        }
        if (cached + cacheWritten > prompt || reasoning > completion) {
            throw new IllegalArgumentException("a part is more than the whole");
        }
    }

    /** One whose provider has no cache that is written for money, and bills alone. */
    public TokenUsage(long prompt, long cached, long completion, long reasoning, Optional<BigDecimal> cost) {
        this(prompt, cached, 0, completion, reasoning, cost, Optional.empty());
    }

    /** Counted by us from characters, for a call whose provider did not say. */
    public static TokenUsage estimate(int promptCharacters, int completionCharacters) {
        return new TokenUsage(tokens(promptCharacters), 0, tokens(completionCharacters), 0, Optional.empty());
    }

    public static long tokens(int characters) {
        return (characters - 1L + CHARACTERS_A_TOKEN) / CHARACTERS_A_TOKEN;
    }

    public long total() {
        return prompt + completion;
    }
}
