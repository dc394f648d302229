package org.parley.usage;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a call cost, in USD, and who says so. An unknown cost has no amount; it is never 0.
 *
 * @param prompt cost of the input; empty when only the total is known
 * @param completion cost of the output; empty when only the total is known
 * @param priceVersion version of the price book, when it was used
 */
public record CallCost(
        Optional<BigDecimal> prompt,
        Optional<BigDecimal> completion,
        Optional<BigDecimal> total,
        CostSource source,
        Optional<String> priceVersion) {
    static final CallCost UNKNOWN =
            new CallCost(Optional.empty(), Optional.empty(), Optional.empty(), CostSource.UNKNOWN, Optional.empty());

    public CallCost {
        if ((source == CostSource.UNKNOWN) == total.isPresent()) {
            throw new IllegalArgumentException("a cost has a total, unless it is unknown");
        }
    }

    static CallCost byProvider(BigDecimal total) {
        return new CallCost(
                Optional.empty(), Optional.empty(), Optional.of(total), CostSource.PROVIDER, Optional.empty());
    }
}
