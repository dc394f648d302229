package org.parley.conversation;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/**
 * What the agent said in the end, as the visitor saw it.
 *
 * @param completionStatus how its request ended
 * @param totalCost in USD; empty when unknown
 */
public record Answer(
        UUID id,
        UUID sessionId,
        UUID accountId,
        UUID agentInstanceId,
        UUID llmRequestId,
        String content,
        String completionStatus,
        Optional<BigDecimal> totalCost) {}
