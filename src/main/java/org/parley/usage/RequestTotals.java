package org.parley.usage;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parley.llm.TokenUsage;

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
    /** Of no call. */
    public static final RequestTotals NONE = new RequestTotals(0, 0, 0, 0, 0, Optional.empty(), CostSource.PROVIDER);

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

    /** With one more call. */
    public RequestTotals plus(CallOutcome call) {
        Optional<TokenUsage> more = call.usage();
        CostSource sourceOfCall = call.cost().source();
        return new RequestTotals(
                prompt + more.map(TokenUsage::prompt).orElse(0L),
                cached + more.map(TokenUsage::cached).orElse(0L),
                completion + more.map(TokenUsage::completion).orElse(0L),
                reasoning + more.map(TokenUsage::reasoning).orElse(0L),
                total + more.map(TokenUsage::total).orElse(0L),
                Stream.of(cost, call.cost().total()).flatMap(Optional::stream).reduce(BigDecimal::add),
                sourceOfCall.compareTo(source) > 0 ? sourceOfCall : source);
    }

    private static long count(@Nullable Object column) {
        return column instanceof Number number ? number.longValue() : 0;
    }
}
