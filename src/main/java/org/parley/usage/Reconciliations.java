package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.config.AgentAddress;
import org.parley.llm.Generation;
import org.parley.llm.TokenUsage;
import org.parley.platform.Database;

/** Calls whose cost is unknown or estimated, and what their providers say of them in the end. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Reconciliations {
    /** A call is anybody's again after a pause that doubles; a node that dies while it asks loses nothing. */
    private static final String TAKE = """
            UPDATE llm_calls c SET reconcile_attempts = c.reconcile_attempts + 1,
              reconcile_at = now() + CAST(? AS bigint) * power(2, LEAST(c.reconcile_attempts, 30)) * interval '1 ms'
            FROM (
              SELECT d.id, d.account_id, r.account_slug, r.agent_instance_slug
              FROM llm_calls d JOIN llm_requests r ON r.id = d.llm_request_id AND r.account_id = d.account_id
              WHERE d.cost_source IN ('unknown', 'estimate') AND d.generation_id IS NOT NULL
                AND (d.reconcile_at IS NULL OR d.reconcile_at <= now())
                AND d.finished_at <= now() - CAST(? AS bigint) * interval '1 ms'
                AND r.completion_status <> 'in_progress'
              ORDER BY d.reconcile_at NULLS FIRST LIMIT ? FOR UPDATE OF d SKIP LOCKED) due
            WHERE c.id = due.id AND c.account_id = due.account_id
            RETURNING c.id, c.llm_request_id, c.account_id, due.account_slug, due.agent_instance_slug, c.provider,
              c.generation_id, c.total_cost, c.reconcile_attempts""";

    private static final String LOCK_REQUEST = "SELECT id FROM llm_requests WHERE id = ? AND account_id = ? FOR UPDATE";
    private static final String SETTLE = """
            UPDATE llm_calls SET estimated_cost = total_cost, reconciled_at = now(), cost_source = 'provider',
              served_model = COALESCE(served_model, ?), prompt_tokens = COALESCE(?, prompt_tokens),
              cached_tokens = COALESCE(?, cached_tokens), cache_write_tokens = COALESCE(?, cache_write_tokens),
              completion_tokens = COALESCE(?, completion_tokens), reasoning_tokens = COALESCE(?, reasoning_tokens),
              total_tokens = COALESCE(?, total_tokens), prompt_cost = NULL, completion_cost = NULL, total_cost = ?,
              upstream_cost = ?, price_version = NULL
            WHERE id = ? AND account_id = ? AND cost_source IN ('unknown', 'estimate')""";
    private static final String SUM = """
            UPDATE llm_requests r SET prompt_tokens = s.prompt_tokens, cached_tokens = s.cached_tokens,
              completion_tokens = s.completion_tokens, reasoning_tokens = s.reasoning_tokens, total_tokens = s.total_tokens,
              prompt_cost = s.prompt_cost, completion_cost = s.completion_cost, total_cost = s.total_cost
            FROM (SELECT sum(prompt_tokens) AS prompt_tokens, sum(cached_tokens) AS cached_tokens,
                    sum(completion_tokens) AS completion_tokens, sum(reasoning_tokens) AS reasoning_tokens,
                    sum(total_tokens) AS total_tokens, sum(prompt_cost) AS prompt_cost,
                    sum(completion_cost) AS completion_cost, sum(total_cost) AS total_cost
                  FROM llm_calls WHERE llm_request_id = ? AND account_id = ?) s
            WHERE r.id = ? AND r.account_id = ?""";
    private static final String ANSWER = """
            UPDATE messages m SET total_cost = r.total_cost FROM llm_requests r
            WHERE r.id = ? AND r.account_id = ? AND m.session_id = r.session_id AND m.llm_request_id = r.id
              AND m.account_id = r.account_id AND m.role = 'assistant'""";
    private static final String GIVE_UP = """
            UPDATE llm_calls SET reconcile_at = 'infinity'
            WHERE id = ? AND account_id = ? AND cost_source IN ('unknown', 'estimate')""";

    @Inject
    Database database;

    /**
     * Takes calls to ask for; other nodes take others.
     *
     * @param backoff the time after which a call is asked for first, and again; it doubles
     */
    public List<UnsettledCall> take(int limit, Duration backoff) {
        return database.ofAll().query(Reconciliations::call, TAKE, backoff.toMillis(), backoff.toMillis(), limit);
    }

    /** Books what the provider says, and has the sums of the request and the cost of its answer follow. */
    public boolean settle(UnsettledCall call, Generation told) {
        UUID request = call.llmRequestId();
        UUID account = call.accountId();
        TokenUsage usage = told.usage();
        int changed = database.of(account)
                .update(
                        SETTLE,
                        told.model().orElse(null),
                        counted(usage, usage.prompt()),
                        counted(usage, usage.cached()),
                        counted(usage, usage.cacheWritten()),
                        counted(usage, usage.completion()),
                        counted(usage, usage.reasoning()),
                        counted(usage, usage.total()),
                        usage.cost().orElseThrow(),
                        usage.upstreamCost().orElse(null),
                        call.id(),
                        account);
        if (changed == 1) {
            database.of(account).query(row -> row.getObject(1), LOCK_REQUEST, request, account);
            database.of(account).update(SUM, request, account, request, account);
            database.of(account).update(ANSWER, request, account);
        }
        return changed == 1;
    }

    /** Asks for it no more; it stays what it is, for all to see. */
    public void giveUp(UnsettledCall call) {
        database.of(call.accountId()).update(GIVE_UP, call.id(), call.accountId());
    }

    /** A provider that counted nothing leaves what we counted. */
    private static @Nullable Long counted(TokenUsage usage, long tokens) {
        return usage.total() == 0 ? null : tokens;
    }

    private static UnsettledCall call(ResultSet row) throws SQLException {
        return new UnsettledCall(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                new AgentAddress(row.getString(4), row.getString(5)),
                row.getString(6),
                row.getString(7),
                Optional.ofNullable(row.getBigDecimal(8)),
                row.getInt(9));
    }
}
