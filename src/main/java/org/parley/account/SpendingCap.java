package org.parley.account;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent in a period.
 *
 * @param scope {@code account} or {@code agent}
 * @param scopeId the id of that account or agent
 * @param amount in USD
 * @param isSoft whether it only warns
 */
public record SpendingCap(String scope, UUID scopeId, CapPeriod period, BigDecimal amount, boolean isSoft) {
    public SpendingCap {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a cap is below 0");
        }
    }

    /** The caps of a row that has at that place the one of the day, that of the month, and whether they only warn. */
    public static List<SpendingCap> read(String scope, UUID scopeId, ResultSet row, int place) throws SQLException {
        List<SpendingCap> caps = new ArrayList<>();
        for (CapPeriod period : CapPeriod.values()) {
            @Nullable BigDecimal amount = row.getBigDecimal(period == CapPeriod.DAY ? place : place + 1);
            if (amount != null) {
                caps.add(new SpendingCap(scope, scopeId, period, amount, row.getBoolean(place + 2)));
            }
        }
        return caps;
    }
}
