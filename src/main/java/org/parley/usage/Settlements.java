package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parley.llm.TokenUsage;
import org.parley.platform.Database;

/**
 * Ends calls and requests, in the transaction of the caller. An end changes nothing that ended before, but for what was
 * only presumed when the node was thought to be gone, and that the provider has not confirmed since.
 */
@ApplicationScoped
class Settlements {
    private static final String SETTLE = """
            UPDATE llm_calls c SET status = ?, served_model = ?, generation_id = ?, first_byte_at = ?, finished_at = ?,
              prompt_tokens = ?, cached_tokens = ?, completion_tokens = ?, reasoning_tokens = ?, total_tokens = ?,
              cache_write_tokens = ?, prompt_cost = ?, completion_cost = ?, total_cost = ?, upstream_cost = ?, cost_source = ?,
              price_version = ?, error_type = ?
            WHERE id = ? AND account_id = ?
              AND (status IN ('claimed', 'streaming') OR (error_type = 'node_lost' AND reconciled_at IS NULL))
              AND EXISTS (SELECT FROM llm_requests r WHERE r.id = c.llm_request_id AND r.account_id = c.account_id
                AND (r.completion_status = 'in_progress' OR r.error_type = 'node_lost'))""";

    private static final String CLOSE = """
            UPDATE llm_requests r SET completion_status = ?, error_type = ?, finish_reason = ?, finished_at = ?,
              latency_ms = ?, time_to_first_token_ms = ?, prompt_tokens = s.prompt_tokens, cached_tokens = s.cached_tokens,
              completion_tokens = s.completion_tokens, reasoning_tokens = s.reasoning_tokens, total_tokens = s.total_tokens,
              prompt_cost = s.prompt_cost, completion_cost = s.completion_cost, total_cost = s.total_cost
            FROM (SELECT sum(prompt_tokens) AS prompt_tokens, sum(cached_tokens) AS cached_tokens,
                    sum(completion_tokens) AS completion_tokens, sum(reasoning_tokens) AS reasoning_tokens,
                    sum(total_tokens) AS total_tokens, sum(prompt_cost) AS prompt_cost,
                    sum(completion_cost) AS completion_cost, sum(total_cost) AS total_cost, %s AS cost_source
                  FROM llm_calls WHERE llm_request_id = ? AND account_id = ?) s
            WHERE r.id = ? AND r.account_id = ? AND (r.completion_status = 'in_progress' OR r.error_type = 'node_lost')
            RETURNING r.prompt_tokens, r.cached_tokens, r.completion_tokens, r.reasoning_tokens, r.total_tokens,
              r.total_cost, s.cost_source""".replace("%s", RequestTotals.LEAST_SURE_SOURCE);

    @Inject
    Database database;

    /** Whether it was this time that the call was settled. */
    boolean settle(CallOutcome outcome) {
        Optional<TokenUsage> usage = outcome.usage();
        int changed = database.of(outcome.accountId())
                .update(
                        SETTLE,
                        outcome.status().word(),
                        outcome.reply().servedModel().orElse(null),
                        outcome.reply().generationId().orElse(null),
                        outcome.reply().firstByteAt().orElse(null),
                        outcome.finishedAt(),
                        usage.map(TokenUsage::prompt).orElse(null),
                        usage.map(TokenUsage::cached).orElse(null),
                        usage.map(TokenUsage::completion).orElse(null),
                        usage.map(TokenUsage::reasoning).orElse(null),
                        usage.map(TokenUsage::total).orElse(null),
                        usage.map(TokenUsage::cacheWritten).orElse(null),
                        outcome.cost().prompt().orElse(null),
                        outcome.cost().completion().orElse(null),
                        outcome.cost().total().orElse(null),
                        outcome.cost().upstream().orElse(null),
                        outcome.cost().source().word(),
                        outcome.cost().priceVersion().orElse(null),
                        outcome.errorType().orElse(null),
                        outcome.callId(),
                        outcome.accountId());
        return changed == 1;
    }

    /** Closes a request with the sums of its calls; empty when it was closed before. */
    Optional<RequestTotals> close(UUID requestId, UUID accountId, Instant startedAt, RequestOutcome outcome) {
        return database.of(accountId)
                .first(
                        Settlements::totals,
                        CLOSE,
                        outcome.status().word(),
                        outcome.errorType().orElse(null),
                        outcome.finishReason().orElse(null),
                        outcome.finishedAt(),
                        Math.max(
                                0,
                                Duration.between(startedAt, outcome.finishedAt())
                                        .toMillis()), // by clocks of two nodes
                        outcome.timeToFirstToken().map(Duration::toMillis).orElse(null),
                        requestId,
                        accountId,
                        requestId,
                        accountId);
    }

    private static RequestTotals totals(ResultSet row) throws SQLException {
        return new RequestTotals(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                Optional.ofNullable(row.getBigDecimal(6)),
                CostSource.of(row.getString(7)));
    }
}
