package org.parley.usage;

import java.util.Locale;

/** Where a cost comes from, from the surest to the least sure. */
public enum CostSource {
    /** The provider said it. */
    PROVIDER,
    /** The provider's tokens at the price of the served model. */
    PRICE_BOOK,
    /** Tokens that we counted, at the price of the served model. */
    ESTIMATE,
    /** Not known: no cost is booked, and an operator is shown the row. */
    UNKNOWN;

    /** As it is kept in the database and sent to clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CostSource of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
