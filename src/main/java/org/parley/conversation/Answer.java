package org.parley.conversation;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the agent said in the end, as the visitor saw it.
 *
 * @param completionStatus how its request ended
 * @param totalCost in USD; empty when unknown
 */
public record Answer(String content, String completionStatus, Optional<BigDecimal> totalCost) {}
