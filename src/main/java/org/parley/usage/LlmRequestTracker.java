package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parley.llm.TokenUsage;

/**
 * The ledger. Each method is a transaction of its own, whatever runs around it: what it wrote stays when the turn
 * fails, and when it fails nothing of it stays. States move forward only, so doing a step twice changes nothing.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LlmRequestTracker {
    @PersistenceContext
    EntityManager entities;

    /**
     * Opens a request and claims its first call.
     *
     * @param first what commits together with them and goes before: the session and the visitor's message
     */
    public void open(LlmRequest request, LlmCall call, Runnable first) {
        first.run();
        entities.persist(request);
        entities.flush();
        entities.persist(call);
    }

    /** Claims another call, before the provider is called. */
    public void claim(LlmCall call) {
        entities.persist(call);
    }

    /** Settles a call and puts the tool calls that it asked for on record. */
    public void settle(CallOutcome outcome, List<ToolCallRecord> wanted) {
        if (settle(outcome)) {
            wanted.forEach(entities::persist);
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
            LlmRequest request, Optional<CallOutcome> last, RequestOutcome outcome, Consumer<RequestTotals> together) {
        last.ifPresent(this::settle);
        Optional<RequestTotals> totals = close(request, outcome);
        totals.ifPresent(together);
        return totals;
    }

    /** Whether it was this time that the call was settled. */
    private boolean settle(CallOutcome outcome) {
        Optional<TokenUsage> usage = outcome.usage();
        int changed = entities.createNativeQuery("""
                        UPDATE llm_calls SET status = ?, served_model = ?, generation_id = ?,
                          first_byte_at = CAST(? AS timestamptz), finished_at = ?,
                          prompt_tokens = CAST(? AS bigint), cached_tokens = CAST(? AS bigint),
                          completion_tokens = CAST(? AS bigint), reasoning_tokens = CAST(? AS bigint),
                          total_tokens = CAST(? AS bigint), prompt_cost = CAST(? AS numeric),
                          completion_cost = CAST(? AS numeric), total_cost = CAST(? AS numeric), cost_source = ?, price_version = ?, error_type = ?
                        WHERE id = ? AND account_id = ? AND status IN ('claimed', 'streaming')""")
                .setParameter(1, outcome.status().word())
                .setParameter(2, outcome.reply().servedModel().orElse(null))
                .setParameter(3, outcome.reply().generationId().orElse(null))
                .setParameter(4, timestamp(outcome.reply().firstByteAt()))
                .setParameter(5, Timestamp.from(outcome.finishedAt()))
                .setParameter(6, usage.map(TokenUsage::prompt).orElse(null))
                .setParameter(7, usage.map(TokenUsage::cached).orElse(null))
                .setParameter(8, usage.map(TokenUsage::completion).orElse(null))
                .setParameter(9, usage.map(TokenUsage::reasoning).orElse(null))
                .setParameter(10, usage.map(TokenUsage::total).orElse(null))
                .setParameter(11, outcome.cost().prompt().orElse(null))
                .setParameter(12, outcome.cost().completion().orElse(null))
                .setParameter(13, outcome.cost().total().orElse(null))
                .setParameter(14, outcome.cost().source().word())
                .setParameter(15, outcome.cost().priceVersion().orElse(null))
                .setParameter(
                        16,
                        outcome.failure().map(failure -> failure.errorType()).orElse(null))
                .setParameter(17, outcome.callId())
                .setParameter(18, outcome.accountId())
                .executeUpdate();
        return changed == 1;
    }

    private Optional<RequestTotals> close(LlmRequest request, RequestOutcome outcome) {
        Query update = entities.createNativeQuery("""
                        UPDATE llm_requests r SET completion_status = ?, error_type = ?, finish_reason = ?, finished_at = ?,
                          latency_ms = ?,
                          time_to_first_token_ms = CAST(? AS bigint), prompt_tokens = s.prompt_tokens, cached_tokens = s.cached_tokens,
                          completion_tokens = s.completion_tokens, reasoning_tokens = s.reasoning_tokens,
                          total_tokens = s.total_tokens, prompt_cost = s.prompt_cost, completion_cost = s.completion_cost,
                          total_cost = s.total_cost
                        FROM (SELECT sum(prompt_tokens) AS prompt_tokens, sum(cached_tokens) AS cached_tokens,
                                sum(completion_tokens) AS completion_tokens, sum(reasoning_tokens) AS reasoning_tokens,
                                sum(total_tokens) AS total_tokens, sum(prompt_cost) AS prompt_cost,
                                sum(completion_cost) AS completion_cost, sum(total_cost) AS total_cost,
                                LEAST_SURE_SOURCE AS cost_source
                              FROM llm_calls WHERE llm_request_id = ? AND account_id = ?) s
                        WHERE r.id = ? AND r.account_id = ? AND r.completion_status = 'in_progress'
                        RETURNING r.prompt_tokens, r.cached_tokens, r.completion_tokens, r.reasoning_tokens,
                          r.total_tokens, r.total_cost, s.cost_source""".replace("LEAST_SURE_SOURCE", RequestTotals.LEAST_SURE_SOURCE))
                .setParameter(1, outcome.status().word())
                .setParameter(2, outcome.errorType().orElse(null))
                .setParameter(3, outcome.finishReason().orElse(null))
                .setParameter(4, Timestamp.from(outcome.finishedAt()))
                .setParameter(
                        5,
                        Duration.between(request.startedAt(), outcome.finishedAt())
                                .toMillis())
                .setParameter(
                        6, outcome.timeToFirstToken().map(Duration::toMillis).orElse(null))
                .setParameter(7, request.id())
                .setParameter(8, request.accountId())
                .setParameter(9, request.id())
                .setParameter(10, request.accountId());
        List<?> rows = update.getResultList();
        return rows.stream().findFirst().map(row -> RequestTotals.of((Object[]) row));
    }

    private static @Nullable Timestamp timestamp(Optional<Instant> instant) {
        return instant.map(Timestamp::from).orElse(null);
    }
}
