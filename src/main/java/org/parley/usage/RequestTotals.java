package org.parley.usage;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Sums over the calls of a request.
 *
 * @param cost in USD, of the calls whose cost is known; empty when none is
 * @param source the least sure source among the calls
 */
public record RequestTotals(
        long prompt,
        long cached,
        long completion,
        long reasoning,
        long total,
        Optional<BigDecimal> cost,
        CostSource source) {}
