package org.parley.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is reported of usage. */
enum UsageMeasure {
    REQUESTS("sum(requests)"),
    CALLS("sum(calls)"),
    /** Calls that cost something unknown: they are not in the amounts. */
    UNKNOWN_CALLS("COALESCE(sum(calls) FILTER (WHERE cost_source = 'unknown' AND status <> 'failed'), 0)"),
    PROMPT_TOKENS("COALESCE(sum(prompt_tokens), 0)"),
    CACHED_TOKENS("COALESCE(sum(cached_tokens), 0)"),
    CACHE_WRITE_TOKENS("COALESCE(sum(cache_write_tokens), 0)"),
    COMPLETION_TOKENS("COALESCE(sum(completion_tokens), 0)"),
    REASONING_TOKENS("COALESCE(sum(reasoning_tokens), 0)"),
    /** The known cost. */
    TOTAL_COST("sum(total_cost)"),
    /** The part of it that the provider itself said. */
    PROVIDER_COST("sum(total_cost) FILTER (WHERE cost_source = 'provider')"),
    /** The part of it that another provider bills. */
    UPSTREAM_COST("sum(upstream_cost)"),
    /** What providers said later, beyond what had been booked. */
    RECONCILED_DIFFERENCE("sum(reconciled_difference)");

    final String sum;

    UsageMeasure(String sum) {
        this.sum = sum;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is an amount of money, which may be unknown. */
    boolean isMoney() {
        return compareTo(TOTAL_COST) >= 0;
    }

    static String sums() {
        return Arrays.stream(values())
                .map(measure -> measure.sum + " AS " + measure.word())
                .collect(Collectors.joining(", "));
    }
}
