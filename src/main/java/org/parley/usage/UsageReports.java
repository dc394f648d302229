package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Database;
import org.parley.platform.Problems;
import org.parley.platform.Statements;

/** Reports usage: days that are summed from their sums, the days since from their calls. */
@ApplicationScoped
class UsageReports {
    private static final int MOST_ROWS = 100_000;
    private static final LocalDate BEFORE_ALL = LocalDate.of(2000, 1, 1);
    private static final String COLUMNS = """
            account_id, day, agent_instance_id, provider, model, status, cost_source, requests, calls, prompt_tokens,
            cached_tokens, cache_write_tokens, completion_tokens, reasoning_tokens, total_cost, upstream_cost,
            reconciled_difference""";
    private static final String ROWS = """
            SELECT COLUMNS FROM usage_days WHERE day >= ? AND day < ? OF_ACCOUNT
            UNION ALL
            SELECT c.* FROM accounts o CROSS JOIN LATERAL (
              SELECT COLUMNS FROM call_usage WHERE account_id = o.id AND claimed_at >= ? AND claimed_at < ?) c
            WHERE true OF_OWNER""".replace("COLUMNS", COLUMNS);

    @Inject
    Database database;

    /** The rows of a report in the order of its dimensions; a 400 when they are too many for one. */
    List<UsageRow> report(UsageQuery query) {
        Statements statements = query.accountId().map(database::of).orElseGet(database::ofAll);
        LocalDate liveFrom = statements
                .first(
                        row -> row.getObject(1, LocalDate.class),
                        "SELECT max(day) + 1 FROM summed_days HAVING count(*) > 0")
                .orElse(BEFORE_ALL);
        List<UsageRow> rows =
                statements.query(row -> row(row, query.by().size()), text(query), values(query, liveFrom));
        if (rows.size() > MOST_ROWS) {
            throw Problems.badRequest(
                    "The report has more than " + MOST_ROWS + " rows: ask for fewer days or columns.");
        }
        return rows;
    }

    /** The id of an account; empty when there is none. */
    Optional<UUID> account(String slug) {
        return database.ofSlug(slug)
                .first(row -> row.getObject(1, UUID.class), "SELECT id FROM accounts WHERE slug = ?", slug);
    }

    private static String text(UsageQuery query) {
        List<UsageDimension> by = query.by();
        String columns = by.stream().map(dimension -> dimension.column).collect(Collectors.joining(", "));
        String shown = by.stream().map(dimension -> dimension.shown).collect(Collectors.joining(", "));
        String joins = by.stream().map(dimension -> dimension.join).collect(Collectors.joining(" "));
        boolean ofOne = query.accountId().isPresent();
        String rows = ROWS.replace("OF_ACCOUNT", ofOne ? "AND account_id = ?" : "")
                .replace("OF_OWNER", ofOne ? "AND o.id = ?" : "");
        return "SELECT " + shown + ", g.* FROM (SELECT " + UsageMeasure.sums() + ", " + columns + " FROM (" + rows
                + ") u GROUP BY " + columns + ") g " + joins + " ORDER BY " + shown + " LIMIT " + (MOST_ROWS + 1);
    }

    private static @Nullable Object[] values(UsageQuery query, LocalDate liveFrom) {
        LocalDate summedTo = query.to().isBefore(liveFrom) ? query.to() : liveFrom;
        LocalDate callsFrom = query.from().isAfter(liveFrom) ? query.from() : liveFrom;
        List<@Nullable Object> values = new ArrayList<>();
        values.add(query.from());
        values.add(summedTo);
        query.accountId().ifPresent(values::add);
        values.add(callsFrom.atStartOfDay(ZoneOffset.UTC).toInstant());
        values.add(query.to().atStartOfDay(ZoneOffset.UTC).toInstant());
        query.accountId().ifPresent(values::add);
        return values.toArray();
    }

    private static UsageRow row(ResultSet row, int keys) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= keys; i++) {
            key.add(row.getString(i));
        }
        Map<UsageMeasure, BigDecimal> values = new EnumMap<>(UsageMeasure.class);
        for (UsageMeasure measure : UsageMeasure.values()) {
            Optional.ofNullable(row.getBigDecimal(measure.word())).ifPresent(value -> values.put(measure, value));
        }
        return new UsageRow(key, values);
    }
}
