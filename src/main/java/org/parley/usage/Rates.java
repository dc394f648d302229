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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.account.RateLimit;
import org.parley.platform.Database;

/**
 * Holds requests to their limits, over all nodes: a request is counted in the transaction that opens it, so that one which
 * was not opened counts nothing, and its tokens in those that settle its calls. A node remembers whom the database refused
 * for this minute or hour, and refuses them by itself.
 */
@ApplicationScoped
public class Rates {
    private static final int MOST_REMEMBERED = 100_000;

    private static final String COUNT = """
            INSERT INTO rates AS r (account_id, scope, whose, minute, requests, most, counts_tokens)
            SELECT ?, c.scope, c.whose, date_trunc('minute', clock_timestamp()), 1, c.most, c.counts_tokens
            FROM (VALUES LINES) AS c (scope, whose, most, counts_tokens) ORDER BY c.scope, c.whose
            ON CONFLICT (account_id, scope, whose) DO UPDATE SET
              minute = greatest(r.minute, excluded.minute), most = excluded.most,
              counts_tokens = r.counts_tokens OR excluded.counts_tokens,
              requests = CASE WHEN r.minute < excluded.minute THEN 1 ELSE r.requests + 1 END
              WHERE r.minute < excluded.minute OR r.requests < excluded.most
            RETURNING scope, requests,
              CASE WHEN hour = date_trunc('hour', clock_timestamp(), 'UTC') THEN tokens ELSE 0 END""";

    private static final String LINE = "(?, ?, CAST(? AS int), CAST(? AS boolean))";

    /** Of the account, the agent, the key and the visitor. */
    private static final String RUNNING = """
            SELECT count(*), count(*) FILTER (WHERE agent_instance_id = ?), count(*) FILTER (WHERE via = ?),
              count(*) FILTER (WHERE caller = ?)
            FROM llm_requests WHERE account_id = ? AND completion_status = 'in_progress'""";

    /** Whoever is being counted keeps its row: waiting for it could be a deadlock. */
    private static final String FORGET = """
            DELETE FROM rates WHERE (account_id, scope, whose) IN (
              SELECT account_id, scope, whose FROM rates WHERE minute < now() - interval '1 hour'
                AND hour < date_trunc('hour', now(), 'UTC')
              FOR UPDATE SKIP LOCKED)""";

    @Inject
    Database database;

    @Inject
    Clock clock;

    private final Map<String, Refusal> refused = Collections.synchronizedMap(new HashMap<>());

    /** Fails at once, without the database, when it refused the same for this minute or hour before. */
    public void requireUnrefused(RateUse use) {
        Instant now = clock.instant();
        for (RateLimit limit : use.limits()) {
            @Nullable Refusal refusal = refused.get(name(use, limit));
            if (refusal != null && now.isBefore(refusal.until())) {
                throw refusal.of(limit, now);
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
        Instant now = clock.instant();
        Refusal ofMinute = new Refusal(next(ChronoUnit.MINUTES, now), false);
        Map<String, Counted> counted = count(use);
        for (RateLimit limit : use.limits()) {
            @Nullable Counted of = counted.get(limit.scope().word());
            if (of == null) {
                throw refuse(use, limit, ofMinute, now);
            }
            if (limit.tokensPerHour() > 0 && of.tokens() >= limit.tokensPerHour()) {
                throw refuse(use, limit, new Refusal(next(ChronoUnit.HOURS, now), true), now);
            }
        }
        requireStreams(use);
        return use.limits().stream()
                .filter(limit -> limit.requestsPerMinute() > 0)
                .map(limit -> new RateState(
                        limit,
                        limit.requestsPerMinute()
                                - Objects.requireNonNull(
                                                counted.get(limit.scope().word()))
                                        .requests(),
                        Duration.between(now, ofMinute.until())))
                .min(Comparator.comparingInt(RateState::left));
    }

    /** Deletes what was counted in minutes that are long over: visitors come, and most do not come again. */
    void forget() {
        database.ofAll().update(FORGET);
    }

    /** Until when the database would refuse the same again, and whether for its tokens and not its number. */
    private record Refusal(Instant until, boolean forTokens) {
        RateLimitedException of(RateLimit limit, Instant now) {
            Duration reset = Duration.between(now, until);
            return forTokens ? RateLimitedException.tokens(limit, reset) : RateLimitedException.requests(limit, reset);
        }
    }

    /**
     * What a scope has used.
     *
     * @param requests of this minute, with the one that is being counted
     * @param tokens of calls that were settled in this hour
     */
    private record Counted(int requests, long tokens) {}

    /** The row of each scope is locked by it until the request is opened, whatever is limited of the scope. */
    private Map<String, Counted> count(RateUse use) {
        List<@Nullable Object> values = new ArrayList<>(List.of(use.payer().accountId()));
        for (RateLimit limit : use.limits()) {
            values.add(limit.scope().word());
            values.add(use.whose(limit));
            values.add(limit.requestsPerMinute() == 0 ? Integer.MAX_VALUE : limit.requestsPerMinute());
            values.add(limit.tokensPerHour() > 0);
        }
        Map<String, Counted> counted = new HashMap<>();
        String lines = String.join(", ", Collections.nCopies(use.limits().size(), LINE));
        database.of(use.payer().accountId())
                .query(
                        row -> counted.put(row.getString(1), new Counted(row.getInt(2), row.getLong(3))),
                        COUNT.replace("LINES", lines),
                        values.toArray());
        return counted;
    }

    /** By a statement that begins when the rows are locked: what ran before they were is not what runs. */
    private void requireStreams(RateUse use) {
        List<RateLimit> limits =
                use.limits().stream().filter(limit -> limit.streams() > 0).toList();
        if (limits.isEmpty()) {
            return;
        }
        Map<String, Long> running = running(use);
        for (RateLimit limit : limits) {
            if (Objects.requireNonNull(running.get(limit.scope().word())) >= limit.streams()) {
                throw RateLimitedException.streams(limit);
            }
        }
    }

    private Map<String, Long> running(RateUse use) {
        return database.of(use.payer().accountId())
                .first(
                        row -> Map.of(
                                RateLimit.Scope.ACCOUNT.word(), row.getLong(1),
                                RateLimit.Scope.AGENT.word(), row.getLong(2),
                                RateLimit.Scope.KEY.word(), row.getLong(3),
                                RateLimit.Scope.VISITOR.word(), row.getLong(4)),
                        RUNNING,
                        use.payer().agentInstanceId(),
                        use.caller().via(),
                        use.caller().id(),
                        use.payer().accountId())
                .orElseThrow();
    }

    /** Remembers a refusal, and is its exception. */
    private RateLimitedException refuse(RateUse use, RateLimit limit, Refusal refusal, Instant now) {
        synchronized (refused) {
            refused.values().removeIf(old -> !now.isBefore(old.until()));
            if (refused.size() < MOST_REMEMBERED) {
                refused.put(name(use, limit), refusal);
            }
        }
        return refusal.of(limit, now);
    }

    private static Instant next(ChronoUnit unit, Instant now) {
        return now.truncatedTo(unit).plus(1, unit);
    }

    /** With the numbers, since agents may let one account or visitor ask more than others do. */
    private static String name(RateUse use, RateLimit limit) {
        return String.join(
                " ",
                use.payer().accountId().toString(),
                limit.scope().word(),
                use.whose(limit),
                String.valueOf(limit.requestsPerMinute()),
                String.valueOf(limit.tokensPerHour()));
    }
}
