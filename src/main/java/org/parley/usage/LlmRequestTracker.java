package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.parley.llm.TokenUsage;
import org.parley.platform.Database;
import org.parley.platform.SqlStatement;

/**
 * The ledger. Each method is a transaction of its own, whatever runs around it: what it wrote stays when the turn
 * fails, and when it fails nothing of it stays. States move forward only, so doing a step twice changes nothing.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LlmRequestTracker {
    private static final String SETTLE = """
            UPDATE llm_calls SET status = ?, served_model = ?, generation_id = ?, first_byte_at = ?, finished_at = ?,
              prompt_tokens = ?, cached_tokens = ?, completion_tokens = ?, reasoning_tokens = ?, total_tokens = ?,
              cache_write_tokens = ?, prompt_cost = ?, completion_cost = ?, total_cost = ?, upstream_cost = ?, cost_source = ?,
              price_version = ?, error_type = ?
            WHERE id = ? AND account_id = ? AND status IN ('claimed', 'streaming')""";

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
            WHERE r.id = ? AND r.account_id = ? AND r.completion_status = 'in_progress'
            RETURNING r.prompt_tokens, r.cached_tokens, r.completion_tokens, r.reasoning_tokens, r.total_tokens,
              r.total_cost, s.cost_source""".formatted(RequestTotals.LEAST_SURE_SOURCE);

    @Inject
    Database database;

    @Inject
    Caps caps;

    /**
     * Opens a request and claims its first call.
     *
     * @param first what commits together with them and goes before: the session and the visitor's message
     * @throws CapReachedException when a cap leaves no room for the call
     */
    public void open(LlmRequest request, LlmCall call, List<SqlStatement> first) {
        List<SqlStatement> statements = new ArrayList<>(first);
        statements.add(request.insertion());
        statements.add(call.insertion());
        database.updateAll(statements);
        call.reservation().ifPresent(caps::reserve);
    }

    /**
     * Claims another call, before the provider is called.
     *
     * @throws CapReachedException when a cap leaves no room for it
     */
    public void claim(LlmCall call) {
        database.update(call.insertion());
        call.reservation().ifPresent(caps::reserve);
    }

    /** Settles a call and puts the tool calls that it asked for on record. */
    public void settle(CallOutcome outcome, List<ToolCallRecord> wanted) {
        if (settle(outcome)) {
            database.updateAll(wanted.stream().map(ToolCallRecord::insertion).toList());
        }
    }

    /**
     * Settles the last call and closes the request with the sums of its calls.
     *
     * @param last the last call; empty when it is settled already
     * @param together what commits together with it: the assistant's message
     * @return the sums; empty when the request was closed before, and then nothing was changed
     */
    public Optional<RequestTotals> finish(
            LlmRequest request,
            Optional<CallOutcome> last,
            RequestOutcome outcome,
            Function<RequestTotals, List<SqlStatement>> together) {
        last.ifPresent(this::settle);
        Optional<RequestTotals> totals = close(request, outcome);
        totals.map(together).ifPresent(database::updateAll);
        return totals;
    }

    /** Whether it was this time that the call was settled. */
    private boolean settle(CallOutcome outcome) {
        Optional<TokenUsage> usage = outcome.usage();
        int changed = database.update(
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
                outcome.failure().map(failure -> failure.errorType()).orElse(null),
                outcome.callId(),
                outcome.accountId());
        return changed == 1;
    }

    private Optional<RequestTotals> close(LlmRequest request, RequestOutcome outcome) {
        return database.first(
                LlmRequestTracker::totals,
                CLOSE,
                outcome.status().word(),
                outcome.errorType().orElse(null),
                outcome.finishReason().orElse(null),
                outcome.finishedAt(),
                Duration.between(request.startedAt(), outcome.finishedAt()).toMillis(),
                outcome.timeToFirstToken().map(Duration::toMillis).orElse(null),
                request.id(),
                request.accountId(),
                request.id(),
                request.accountId());
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
