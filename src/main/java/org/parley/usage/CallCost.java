package org.parley.usage;

import java.math.BigDecimal;
import java.util.Optional;
import org.parley.llm.TokenUsage;

/**
 * What a call cost, in USD, and who says so. An unknown cost has no amount; it is never 0.
 *
 * @param prompt cost of the input; empty when only the total is known
 * @param completion cost of the output; empty when only the total is known
 * @param upstream the part of the total that another provider bills, whose key was brought along
 * @param priceVersion version of the price book, when it was used
 */
public record CallCost(
        Optional<BigDecimal> prompt,
        Optional<BigDecimal> completion,
        Optional<BigDecimal> total,
        Optional<BigDecimal> upstream,
        CostSource source,
        Optional<String> priceVersion) {
    static final CallCost UNKNOWN = new CallCost(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            CostSource.UNKNOWN,
            Optional.empty());

    public CallCost {
        if ((source == CostSource.UNKNOWN) == total.isPresent()) {
            throw new IllegalArgumentException("a cost has a total, unless it is unknown");
        }
    }

    /** What the provider says; empty when it says nothing. */
    static Optional<CallCost> byProvider(TokenUsage usage) {
        return usage.cost()
                .map(total -> new CallCost(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(total),
                        usage.upstreamCost(),
                        CostSource.PROVIDER,
                        Optional.empty()));
    }

    static CallCost byPrice(BigDecimal prompt, BigDecimal completion, CostSource source, String version) {
        return new CallCost(
                Optional.of(prompt),
                Optional.of(completion),
                Optional.of(prompt.add(completion)),
                Optional.empty(),
                source,
                Optional.of(version));
    }
}
