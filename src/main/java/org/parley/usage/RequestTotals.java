package org.parley.usage;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        CostSource source) {
    /** SQL over calls, for the source of their sum. */
    static final String LEAST_SURE_SOURCE = """
            CASE WHEN bool_or(cost_source = 'unknown') THEN 'unknown'
                 WHEN bool_or(cost_source = 'estimate') THEN 'estimate'
                 WHEN bool_or(cost_source = 'price_book') THEN 'price_book'
                 ELSE 'provider' END""";

    /** From a row that begins with the five token sums, the cost and its source. */
    static RequestTotals of(Object[] row) {
        return new RequestTotals(
                count(row[0]),
                count(row[1]),
                count(row[2]),
                count(row[3]),
                count(row[4]),
                Optional.ofNullable((BigDecimal) row[5]),
                CostSource.of((String) row[6]));
    }

    private static long count(@Nullable Object column) {
        return column instanceof Number number ? number.longValue() : 0;
    }
}
