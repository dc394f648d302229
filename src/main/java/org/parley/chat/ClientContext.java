package org.parley.chat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.parley.llm.ChatMessage;
import org.parley.platform.ProblemException;

/**
 * What a client says about its message that keeps the conversation itself.
 *
 * @param before what was said before, oldest first; the model is shown it after the agent's own prompt
 * @param temperature 0 to 2; the agent's own when empty
 * @param maxTokens most tokens of one reply; never above the agent's own
 */
record ClientContext(List<ChatMessage> before, Optional<BigDecimal> temperature, OptionalInt maxTokens) {
    static final ClientContext NONE = new ClientContext(List.of(), Optional.empty(), OptionalInt.empty());

    ClientContext {
        before = List.copyOf(before);
    }

    /** Fails with 400 when what was said before is longer than the agent takes, in characters. */
    void requireLength(int limit) {
        if (before.stream().mapToLong(ChatMessage::length).sum() > limit) {
            throw new ProblemException(
                    400,
                    "/problems/context-length-exceeded",
                    "The conversation is too long",
                    "The messages before the last are longer than " + limit + " characters.");
        }
    }

    /** The least of the agent's limit and the client's. */
    int maxTokens(int ofAgent) {
        return Math.min(ofAgent, maxTokens.orElse(ofAgent));
    }
}
