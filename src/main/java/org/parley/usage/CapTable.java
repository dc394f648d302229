package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.AuditLog;
import org.parley.account.CapPeriod;
import org.parley.platform.Database;
import org.parley.platform.Statements;

/** The caps of accounts and agents. What was spent before a cap was set is counted when it is. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CapTable {
    private static final String FIND_ACCOUNT =
            "SELECT id, id, cap_day, cap_month, cap_soft FROM accounts WHERE slug = ?";
    private static final String FIND_AGENT = """
            SELECT a.id, i.id, i.cap_day, i.cap_month, i.cap_soft
            FROM accounts a JOIN agent_instances i ON i.account_id = a.id WHERE a.slug = ? AND i.slug = ?""";
    private static final String COUNTED = """
            SELECT period, counted FROM cap_counters WHERE account_id = ? AND scope_id = ?
              AND starts_on = CASE period WHEN 'day' THEN CAST(? AS date) ELSE CAST(? AS date) END""";
    private static final String BEGIN = """
            INSERT INTO cap_counters (account_id, scope_id, period, starts_on, counted, cap, soft)
            VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String FOLLOW = """
            UPDATE llm_calls SET cap_amount = COALESCE(total_cost, 0)
            WHERE account_id = ? AND ? IN (account_id, agent_instance_id) AND claimed_at >= ? AND cap_amount IS NULL
              AND status <> 'failed' AND (cost_source IS NULL OR cost_source IN ('unknown', 'estimate'))""";
    private static final String LOCK = """
            SELECT period FROM cap_counters WHERE account_id = ? AND scope_id = ? ORDER BY scope_id, period FOR UPDATE""";
    private static final String FORGET = """
            DELETE FROM cap_counters WHERE account_id = ? AND scope_id = ? AND period = ? AND starts_on >= ?""";
    private static final String RECOUNT = """
            UPDATE cap_counters k SET cap = ?, soft = ?, warned_percent = 0, recounted_at = now(), counted = (
              SELECT COALESCE(sum(COALESCE(c.cap_amount, c.total_cost)), 0) FROM llm_calls c
              WHERE c.account_id = k.account_id AND k.scope_id IN (c.account_id, c.agent_instance_id)
                AND c.claimed_at >= ? AND c.claimed_at < ?)
            WHERE account_id = ? AND scope_id = ? AND period = ? AND starts_on = ?""";
    private static final String SET_ACCOUNT =
            "UPDATE accounts SET cap_day = ?, cap_month = ?, cap_soft = ? WHERE id = ?";
    private static final String SET_AGENT =
            "UPDATE agent_instances SET cap_day = ?, cap_month = ?, cap_soft = ? WHERE account_id = ? AND id = ?";

    @Inject
    Database database;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** The caps of an account; empty when there is no such account. */
    public Optional<CapState> ofAccount(String account) {
        return database.ofSlug(account)
                .first(CapTable::state, FIND_ACCOUNT, account)
                .map(this::counted);
    }

    /** The caps of an agent; empty when there is no such agent. */
    public Optional<CapState> ofAgent(String account, String agent) {
        return database.ofSlug(account)
                .first(CapTable::state, FIND_AGENT, account, agent)
                .map(this::counted);
    }

    /**
     * Makes ready to count for caps that are to be set, and commits that first: from then on whoever writes down a cost
     * moves the counters.
     */
    public void prepare(CapState state, CapLimits limits) {
        Instant now = clock.instant();
        Statements statements = database.of(state.accountId());
        each(
                limits,
                (period, cap) -> statements.update(
                        BEGIN,
                        state.accountId(),
                        state.scopeId(),
                        period.word(),
                        period.startsOn(now),
                        cap,
                        limits.isSoft()));
        if (!limits.isNone()) {
            statements.update(FOLLOW, state.accountId(), state.scopeId(), startOf(CapPeriod.MONTH, now));
        }
    }

    /** Counts what was spent in the current periods, and puts the caps in force with it; that stands in the audit log. */
    public void set(CapState state, CapLimits limits, AuditLog.Entry entry) {
        audit.add(entry);
        Instant now = clock.instant();
        Statements statements = database.of(state.accountId());
        statements.query(row -> row.getString(1), LOCK, state.accountId(), state.scopeId());
        for (CapPeriod period : CapPeriod.values()) {
            if (limits.of(period).isEmpty()) {
                statements.update(FORGET, state.accountId(), state.scopeId(), period.word(), period.startsOn(now));
            }
        }
        each(
                limits,
                (period, cap) -> statements.update(
                        RECOUNT,
                        cap,
                        limits.isSoft(),
                        startOf(period, now),
                        period.endsAt(now),
                        state.accountId(),
                        state.scopeId(),
                        period.word(),
                        period.startsOn(now)));
        put(state, limits.day().orElse(null), limits.month().orElse(null), limits.isSoft());
    }

    private void put(CapState state, @Nullable BigDecimal day, @Nullable BigDecimal month, boolean isSoft) {
        Statements statements = database.of(state.accountId());
        if (state.scopeId().equals(state.accountId())) {
            statements.update(SET_ACCOUNT, day, month, isSoft, state.accountId());
        } else {
            statements.update(SET_AGENT, day, month, isSoft, state.accountId(), state.scopeId());
        }
    }

    private interface Step {
        void take(CapPeriod period, BigDecimal cap);
    }

    private static void each(CapLimits limits, Step step) {
        for (CapPeriod period : CapPeriod.values()) {
            limits.of(period).ifPresent(cap -> step.take(period, cap));
        }
    }

    private CapState counted(CapState state) {
        Instant now = clock.instant();
        Map<CapPeriod, BigDecimal> counted = new EnumMap<>(CapPeriod.class);
        database.of(state.accountId())
                .query(
                        row -> counted.put(CapPeriod.of(row.getString(1)), row.getBigDecimal(2)),
                        COUNTED,
                        state.accountId(),
                        state.scopeId(),
                        CapPeriod.DAY.startsOn(now),
                        CapPeriod.MONTH.startsOn(now));
        return new CapState(state.accountId(), state.scopeId(), state.limits(), counted);
    }

    private static CapState state(ResultSet row) throws SQLException {
        CapLimits limits = new CapLimits(
                Optional.ofNullable(row.getBigDecimal(3)),
                Optional.ofNullable(row.getBigDecimal(4)),
                row.getBoolean(5));
        return new CapState(row.getObject(1, UUID.class), row.getObject(2, UUID.class), limits, Map.of());
    }

    private static Instant startOf(CapPeriod period, Instant now) {
        return period.startsOn(now).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
