package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.platform.Database;
import org.parley.platform.SqlStatement;

/**
 * The ledger. Each method is a transaction of its own, whatever runs around it: what it wrote stays when the turn
 * fails, and when it fails nothing of it stays. States move forward only, so doing a step twice changes nothing.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LlmRequestTracker {
    private static final String NOT_CALLED = """
            UPDATE llm_calls SET status = 'failed', cost_source = 'unknown', error_type = 'not_called', finished_at = ?
            WHERE llm_request_id = ? AND account_id = ? AND status IN ('claimed', 'streaming')""";

    private static final String NOT_RUN = """
            UPDATE tool_calls SET status = 'cancelled', error_type = 'interrupted'
            WHERE llm_request_id = ? AND account_id = ? AND status = 'running'""";

    private static final String CANCEL = """
            UPDATE llm_requests SET cancel_requested_at = COALESCE(cancel_requested_at, now())
            WHERE id = ? AND account_slug = ? AND completion_status = 'in_progress' AND (? OR caller = ?)""";

    @Inject
    Database database;

    @Inject
    Settlements settlements;

    @Inject
    Caps caps;

    @Inject
    Rates rates;

    /**
     * Opens a request and claims its first call.
     *
     * @param first what commits together with them and goes before: the session and the visitor's message
     * @return what is left of the nearest limit on requests
     * @throws CapReachedException when a cap leaves no room for the call
     * @throws RateLimitedException when a limit refuses it
     */
    public Optional<RateState> open(LlmRequest request, LlmCall call, RateUse use, List<SqlStatement> first) {
        Optional<RateState> left = rates.take(use);
        List<SqlStatement> statements = new ArrayList<>(first);
        statements.add(request.insertion());
        statements.add(call.insertion());
        database.of(request.accountId()).updateAll(statements);
        call.reservation().ifPresent(caps::reserve);
        return left;
    }

    /**
     * Claims another call, before the provider is called; fails when the request is closed.
     *
     * @throws CapReachedException when a cap leaves no room for it
     */
    public void claim(LlmCall call) {
        if (database.of(call.accountId()).update(call.claim()) == 0) {
            throw new IllegalStateException("the request is closed");
        }
        call.reservation().ifPresent(caps::reserve);
    }

    /** Settles a call and puts the tool calls that it asked for on record. */
    public void settle(CallOutcome outcome, List<ToolCallRecord> wanted) {
        if (settlements.settle(outcome)) {
            database.of(outcome.accountId())
                    .updateAll(wanted.stream().map(ToolCallRecord::insertion).toList());
        }
    }

    /**
     * Settles the last call and closes the request with the sums of its calls.
     *
     * @param together what commits together with it: the assistant's message
     * @return the sums; empty when the request was closed before, and then nothing was changed
     */
    public Optional<RequestTotals> finish(FinishedTurn turn, Function<RequestTotals, List<SqlStatement>> together) {
        turn.last().ifPresent(settlements::settle);
        Optional<RequestTotals> totals =
                settlements.close(turn.llmRequestId(), turn.payer().accountId(), turn.startedAt(), turn.outcome());
        totals.map(together).ifPresent(database.of(turn.payer().accountId())::updateAll);
        return totals;
    }

    /**
     * The same for a turn whose steps before may have been written or not: what is still open of it was not carried out.
     * To be taken any number of times.
     */
    public Optional<RequestTotals> conclude(FinishedTurn turn, Function<RequestTotals, List<SqlStatement>> together) {
        Optional<RequestTotals> totals = finish(turn, together);
        if (totals.isPresent()) {
            UUID account = turn.payer().accountId();
            database.of(account).update(NOT_CALLED, turn.outcome().finishedAt(), turn.llmRequestId(), account);
            database.of(account).update(NOT_RUN, turn.llmRequestId(), account);
        }
        return totals;
    }

    /**
     * Has the node that runs a request end it.
     *
     * @return false when no such request of that account is running that the caller may end
     */
    public boolean askToCancel(String account, UUID requestId, Caller caller) {
        return database.ofSlug(account)
                        .update(CANCEL, requestId, account, caller.may(Role.EDITOR, account), caller.id())
                == 1;
    }
}
