package org.parley.usage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * All that is written when a turn ends.
 *
 * @param answerId id that the answer's message is to have
 * @param last how the last call ended; empty when it is settled already
 * @param said the answer; empty when nothing was said
 */
public record FinishedTurn(
        UUID llmRequestId,
        Payer payer,
        UUID sessionId,
        UUID answerId,
        Instant startedAt,
        Optional<CallOutcome> last,
        RequestOutcome outcome,
        String said) {}
