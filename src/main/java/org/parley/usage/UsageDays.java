package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.parley.platform.Database;
import org.parley.platform.Statements;

/** Keeps the sums of days that are over, one step a transaction, on one node at a time. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class UsageDays {
    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('parley.usage_days'))";
    /** No call of a day is being written any more some minutes after it, but by those who mark what they change. */
    private static final String NEXT = """
            SELECT d.day FROM (SELECT COALESCE((SELECT max(day) + 1 FROM summed_days),
                (SELECT CAST(min(claimed_at) AT TIME ZONE 'UTC' AS date) FROM accounts o CROSS JOIN LATERAL (
                  SELECT claimed_at FROM llm_calls WHERE account_id = o.id ORDER BY claimed_at LIMIT 1) c)) AS day) d
            WHERE d.day < CAST((now() - interval '10 minutes') AT TIME ZONE 'UTC' AS date)""";

    private static final String SUM = """
            INSERT INTO usage_days
            SELECT c.* FROM accounts o CROSS JOIN LATERAL (
              SELECT account_id, day, agent_instance_id, provider, model, status, cost_source, sum(requests), sum(calls),
                sum(prompt_tokens), sum(cached_tokens), sum(cache_write_tokens), sum(completion_tokens), sum(reasoning_tokens),
                sum(total_cost), sum(upstream_cost), sum(reconciled_difference)
              FROM call_usage WHERE account_id = o.id AND claimed_at >= ? AND claimed_at < ?
              GROUP BY account_id, day, agent_instance_id, provider, model, status, cost_source) c""";
    private static final String TAKE_CHANGED = """
            DELETE FROM changed_days WHERE (account_id, day) = (
              SELECT account_id, day FROM changed_days WHERE day <= (SELECT max(day) FROM summed_days) LIMIT 1)
            RETURNING account_id, day""";

    @Inject
    Database database;

    private record Changed(UUID accountId, LocalDate day) {}

    /** Sums the next day that is over; returns whether there was one. */
    public boolean sumNext() {
        Optional<LocalDate> next =
                alone() ? database.ofAll().first(row -> row.getObject(1, LocalDate.class), NEXT) : Optional.empty();
        next.ifPresent(day -> {
            database.ofAll().update("DELETE FROM changed_days WHERE day = ?", day);
            sum(database.ofAll(), day, SUM);
            database.ofAll().update("INSERT INTO summed_days (day) VALUES (?)", day);
        });
        return next.isPresent();
    }

    /** Sums a day of an account again of which a call changed since; returns whether there was one. */
    public boolean sumChanged() {
        Optional<Changed> changed = alone()
                ? database.ofAll()
                        .first(
                                row -> new Changed(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class)),
                                TAKE_CHANGED)
                : Optional.empty();
        changed.ifPresent(mark -> {
            Statements statements = database.of(mark.accountId());
            statements.update("DELETE FROM usage_days WHERE account_id = ? AND day = ?", mark.accountId(), mark.day());
            sum(statements, mark.day(), SUM + " WHERE o.id = ?", mark.accountId());
        });
        return changed.isPresent();
    }

    private static void sum(Statements statements, LocalDate day, String text, Object... account) {
        Object[] values = new Object[2 + account.length];
        values[0] = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        values[1] = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        System.arraycopy(account, 0, values, 2, account.length);
        statements.update(text, values);
    }

    private boolean alone() {
        return database.ofNone().first(row -> row.getBoolean(1), ALONE).orElse(false);
    }
}
