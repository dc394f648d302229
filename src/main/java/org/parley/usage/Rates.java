package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.account.RateLimit;
import org.parley.platform.Database;

/**
 * Holds requests to their limits, over all nodes: a request is counted in the transaction that opens it, so that one which
 * was not opened counts nothing. A node remembers whom the database refused for this minute, and refuses them by itself.
 */
@ApplicationScoped
public class Rates {
    private static final int MOST_REMEMBERED = 100_000;

    private static final String COUNT = """
            INSERT INTO rates AS r (account_id, scope, whose, minute, requests, most)
            SELECT ?, c.scope, c.whose, date_trunc('minute', clock_timestamp()), 1, c.most
            FROM (VALUES LINES) AS c (scope, whose, most) ORDER BY c.scope, c.whose
            ON CONFLICT (account_id, scope, whose) DO UPDATE SET
              minute = greatest(r.minute, excluded.minute), most = excluded.most,
              requests = CASE WHEN r.minute < excluded.minute THEN 1 ELSE r.requests + 1 END
              WHERE r.minute < excluded.minute OR r.requests < excluded.most
            RETURNING scope, requests""";

    private static final String LINE = "(?, ?, CAST(? AS int))";

    private static final String RUNNING = """
            SELECT count(*) FROM llm_requests r
            WHERE r.account_id = ? AND r.completion_status = 'in_progress' AND\s""";

    /** Of what has ended in this hour. */
    private static final String TOKENS = """
            SELECT COALESCE(sum(r.total_tokens), 0) FROM llm_requests r
            WHERE r.account_id = ? AND r.started_at >= date_trunc('hour', now()) AND\s""";

    private static final String OF_SCOPE = """
            CASE CAST(? AS text) WHEN 'account' THEN true WHEN 'agent' THEN r.agent_instance_id = ?
              WHEN 'key' THEN r.via = ? ELSE r.caller = ? END""";

    /** Whoever is being counted keeps its row: waiting for it could be a deadlock. */
    private static final String FORGET = """
            DELETE FROM rates WHERE (account_id, scope, whose) IN (
              SELECT account_id, scope, whose FROM rates WHERE minute < now() - interval '1 hour'
              FOR UPDATE SKIP LOCKED)""";

    @Inject
    Database database;

    @Inject
    Clock clock;

    private final Map<String, Instant> refused = Collections.synchronizedMap(new HashMap<>());

    /** Fails at once, without the database, when it refused the same for this minute before. */
    public void requireUnrefused(RateUse use) {
        Instant now = clock.instant();
        for (RateLimit limit : use.limits()) {
            @Nullable Instant until = refused.get(name(use, limit));
            if (until != null && now.isBefore(until)) {
                throw RateLimitedException.requests(limit, Duration.between(now, until));
            }
        }
    }

    /**
     * Counts a request, in the caller's transaction.
     *
     * @return what is left of the nearest limit on requests; empty when there is none
     * @throws RateLimitedException when a limit refuses it
     */
    Optional<RateState> take(RateUse use) {
        if (use.limits().isEmpty()) {
            return Optional.empty();
        }
        Duration reset = Duration.between(clock.instant(), nextMinute());
        Map<String, Integer> counted = count(use);
        for (RateLimit limit : use.limits()) {
            if (!counted.containsKey(limit.scope().word())) {
                remember(use, limit);
                throw RateLimitedException.requests(limit, reset);
            }
            requireRoom(use, limit);
        }
        return use.limits().stream()
                .filter(limit -> limit.requestsPerMinute() > 0)
                .map(limit -> new RateState(
                        limit,
                        limit.requestsPerMinute()
                                - counted.getOrDefault(limit.scope().word(), 0),
                        reset))
                .min(Comparator.comparingInt(RateState::left));
    }

    /** Deletes what was counted in minutes that are long over: visitors come, and most do not come again. */
    void forget() {
        database.ofAll().update(FORGET);
    }

    /** The row of each scope is locked by it until the request is opened, whatever is limited of the scope. */
    private Map<String, Integer> count(RateUse use) {
        List<@Nullable Object> values = new ArrayList<>(List.of(use.payer().accountId()));
        for (RateLimit limit : use.limits()) {
            values.add(limit.scope().word());
            values.add(use.whose(limit));
            values.add(limit.requestsPerMinute() == 0 ? Integer.MAX_VALUE : limit.requestsPerMinute());
        }
        Map<String, Integer> counted = new HashMap<>();
        String lines = String.join(", ", Collections.nCopies(use.limits().size(), LINE));
        database.of(use.payer().accountId())
                .query(
                        row -> counted.put(row.getString(1), row.getInt(2)),
                        COUNT.replace("LINES", lines),
                        values.toArray());
        return counted;
    }

    private void requireRoom(RateUse use, RateLimit limit) {
        if (limit.streams() > 0 && used(RUNNING, use, limit) >= limit.streams()) {
            throw RateLimitedException.streams(limit);
        }
        if (limit.tokensPerHour() > 0 && used(TOKENS, use, limit) >= limit.tokensPerHour()) {
            Instant now = clock.instant();
            throw RateLimitedException.tokens(
                    limit,
                    Duration.between(now, now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS)));
        }
    }

    private long used(String what, RateUse use, RateLimit limit) {
        String whose = use.whose(limit);
        return database.of(use.payer().accountId())
                .first(
                        row -> row.getLong(1),
                        what + OF_SCOPE,
                        use.payer().accountId(),
                        limit.scope().word(),
                        use.payer().agentInstanceId(),
                        whose,
                        whose)
                .orElseThrow();
    }

    private void remember(RateUse use, RateLimit limit) {
        Instant now = clock.instant();
        synchronized (refused) {
            refused.values().removeIf(until -> !now.isBefore(until));
            if (refused.size() < MOST_REMEMBERED) {
                refused.put(name(use, limit), nextMinute());
            }
        }
    }

    private Instant nextMinute() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    /** With the number, since agents may let one account or visitor ask more than others do. */
    private static String name(RateUse use, RateLimit limit) {
        return String.join(
                " ",
                use.payer().accountId().toString(),
                limit.scope().word(),
                use.whose(limit),
                String.valueOf(limit.requestsPerMinute()));
    }
}
