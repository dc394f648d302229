package org.parley.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.parley.account.SpendingCap;

/**
 * What a call may cost, held against the caps of who pays for it.
 *
 * @param amount an upper estimate, in USD
 * @param at the time of the claim, which says what day and month it is
 */
public record Reservation(Payer payer, List<SpendingCap> caps, BigDecimal amount, Instant at) {
    public Reservation {
        caps = List.copyOf(caps);
    }
}
