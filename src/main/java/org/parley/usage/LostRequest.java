package org.parley.usage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parley.llm.TokenUsage;

/**
 * A request whose node is gone.
 *
 * @param answerId id that its answer's message is to have
 * @param said of the answer, as far as it was written down
 * @param checkpoint of the call that ran when that was written down
 */
public record LostRequest(
        UUID id,
        UUID accountId,
        UUID sessionId,
        UUID agentInstanceId,
        UUID answerId,
        String account,
        String agent,
        Instant startedAt,
        String said,
        Optional<Counted> checkpoint) {
    /** Tokens of a call, counted from characters. */
    record Counted(UUID llmCallId, TokenUsage tokens) {}

    Optional<TokenUsage> counted(UUID llmCallId) {
        return checkpoint.filter(last -> last.llmCallId().equals(llmCallId)).map(Counted::tokens);
    }
}
