package org.parley.usage;

import java.math.BigDecimal;

/**
 * The prices that hold for an agent.
 *
 * @param unpricedCall what is reserved under a cap for a call of a model without a price, in USD
 */
record Prices(PriceBook book, BigDecimal unpricedCall) {}
