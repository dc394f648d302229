package org.parley.llm;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Tokens of one call. Input includes cached input, output includes reasoning.
 *
 * @param cost what the provider says that the call cost, in USD
 */
public record TokenUsage(long prompt, long cached, long completion, long reasoning, Optional<BigDecimal> cost) {
    private static final int CHARACTERS_A_TOKEN = 4;

    public TokenUsage {
        if (prompt < 0 || cached < 0 || completion < 0 || reasoning < 0) {
            throw new IllegalArgumentException("negative token count");
        }
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
