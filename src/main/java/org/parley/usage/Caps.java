package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.SpendingCap;
import org.parley.platform.Database;
import org.parley.platform.EventLog;

/**
 * Holds calls to the caps of their account and agent. A call reserves an upper estimate in the transaction of its claim,
 * by one statement for all its caps; whatever writes down its cost later moves the counters along, in the database.
 */
@ApplicationScoped
public class Caps {
    private static final int WARN_AT_PERCENT = 80;
    private static final int ALL = 100;
    private static final String RESERVE = """
            INSERT INTO cap_counters AS k (account_id, scope_id, period, starts_on, counted, cap, soft)
            SELECT ?, c.scope_id, c.period, c.starts_on, c.amount, c.cap, c.soft
            FROM (VALUES LINES) AS c (scope_id, period, starts_on, amount, cap, soft)
            WHERE c.soft OR c.amount <= c.cap
            ORDER BY c.scope_id, c.period
            ON CONFLICT (account_id, scope_id, period, starts_on) DO UPDATE
              SET counted = k.counted + excluded.counted, cap = excluded.cap, soft = excluded.soft
              WHERE excluded.soft OR k.counted + excluded.counted <= excluded.cap
            RETURNING scope_id, period, counted, warned_percent""";
    private static final String LINE =
            "(CAST(? AS uuid), ?, CAST(? AS date), CAST(? AS numeric), CAST(? AS numeric), CAST(? AS boolean))";
    private static final String WARN = """
            UPDATE cap_counters SET warned_percent = ?
            WHERE account_id = ? AND scope_id = ? AND period = ? AND starts_on = ? AND warned_percent < ?""";

    @Inject
    Database database;

    @Inject
    UsageMetrics metrics;

    private record Key(UUID scopeId, String period) {}

    private record Counter(BigDecimal counted, int warnedPercent) {
        /** The warning that is due: 80 or 100 percent of the cap, or 0 when none is. */
        int due(BigDecimal cap) {
            int percent = isAt(ALL, cap) ? ALL : isAt(WARN_AT_PERCENT, cap) ? WARN_AT_PERCENT : 0;
            return percent > warnedPercent ? percent : 0;
        }

        private boolean isAt(int percent, BigDecimal cap) {
            return counted.movePointRight(2).compareTo(cap.multiply(BigDecimal.valueOf(percent))) >= 0;
        }
    }

    /**
     * Reserves an amount, in the caller's transaction.
     *
     * @throws CapReachedException when a cap leaves no room for it
     */
    void reserve(Reservation reservation) {
        Map<Key, Counter> reserved = new HashMap<>();
        String lines = String.join(", ", Collections.nCopies(reservation.caps().size(), LINE));
        database.of(reservation.payer().accountId())
                .query(row -> put(reserved, row), RESERVE.replace("LINES", lines), values(reservation));
        for (SpendingCap cap : reservation.caps()) {
            if (!reserved.containsKey(key(cap))) {
                metrics.refused(reservation.payer(), cap);
                EventLog.info("caps.refused", fields(reservation, cap));
                throw new CapReachedException(cap, reservation.at());
            }
        }
        reservation.caps().forEach(cap -> warn(reservation, cap, reserved.get(key(cap))));
    }

    private void warn(Reservation reservation, SpendingCap cap, @Nullable Counter counter) {
        int percent = counter == null ? 0 : counter.due(cap.amount());
        if (percent == 0) {
            return;
        }
        int changed = database.of(reservation.payer().accountId())
                .update(
                        WARN,
                        percent,
                        reservation.payer().accountId(),
                        cap.scopeId(),
                        cap.period().word(),
                        cap.period().startsOn(reservation.at()),
                        percent);
        if (changed == 1) {
            Map<String, Object> fields = fields(reservation, cap);
            fields.put("percent", percent);
            EventLog.info("caps.warning", fields);
        }
    }

    private static Map<String, Object> fields(Reservation reservation, SpendingCap cap) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("account", reservation.payer().accountSlug());
        fields.put("agent", reservation.payer().agentInstanceSlug());
        fields.put("scope", cap.scope());
        fields.put("period", cap.period().word());
        fields.put("cap", cap.amount().toPlainString());
        return fields;
    }

    private static @Nullable Object[] values(Reservation reservation) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(reservation.payer().accountId());
        for (SpendingCap cap : reservation.caps()) {
            values.add(cap.scopeId());
            values.add(cap.period().word());
            values.add(cap.period().startsOn(reservation.at()));
            values.add(reservation.amount());
            values.add(cap.amount());
            values.add(cap.isSoft());
        }
        return values.toArray();
    }

    private static Key key(SpendingCap cap) {
        return new Key(cap.scopeId(), cap.period().word());
    }

    private static boolean put(Map<Key, Counter> reserved, ResultSet row) throws SQLException {
        reserved.put(
                new Key(row.getObject(1, UUID.class), row.getString(2)),
                new Counter(row.getBigDecimal(3), row.getInt(4)));
        return true;
    }
}
