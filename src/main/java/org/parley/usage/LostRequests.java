package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;
import org.parley.config.ConfigCascade;
import org.parley.llm.ChatReply;
import org.parley.llm.TokenUsage;
import org.parley.platform.Database;
import org.parley.platform.Node;
import org.parley.platform.SqlStatement;
import org.parley.platform.Statements;

/**
 * Ends the requests of nodes that are gone. What it writes is presumed: when the node lives after all, or comes back
 * with a journal, its own word goes over it.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LostRequests {
    /** How calls and requests are marked whose end is presumed. */
    public static final String NODE_LOST = "node_lost";

    private static final String FIND = """
            SELECT r.id, r.account_id FROM llm_requests r LEFT JOIN nodes n ON n.id = r.node_id
            WHERE r.completion_status = 'in_progress' AND r.id <> ALL (CAST(? AS uuid[]))
              AND (n.status IN ('gone', 'stopped')
                OR (r.started_at < now() - interval '1 minute' AND (n.id IS NULL OR r.node_id = ?)))
            ORDER BY r.started_at LIMIT ?""";
    private static final String CLAIM = """
            SELECT r.id, r.account_id, r.session_id, r.agent_instance_id, COALESCE(r.answer_id, r.id), r.account_slug,
              r.agent_instance_slug, r.started_at, c.content, c.llm_call_id, c.prompt_tokens, c.completion_tokens
            FROM llm_requests r LEFT JOIN checkpoints c ON c.llm_request_id = r.id AND c.account_id = r.account_id
            WHERE r.id = ? AND r.account_id = ? AND r.completion_status = 'in_progress' FOR UPDATE OF r SKIP LOCKED""";
    private static final String OPEN_CALLS = """
            SELECT id, sequence, attempt, provider, model, node_id, claimed_at, first_byte_at, generation_id, served_model
            FROM llm_calls WHERE llm_request_id = ? AND account_id = ? AND status IN ('claimed', 'streaming')""";
    private static final String END_TOOL_CALLS = """
            UPDATE tool_calls SET status = 'cancelled', error_type = ?
            WHERE llm_request_id = ? AND account_id = ? AND status = 'running'""";
    private static final String FORGET = "DELETE FROM checkpoints WHERE llm_request_id = ? AND account_id = ?";
    private static final String FORGET_ENDED = """
            DELETE FROM checkpoints WHERE (llm_request_id, account_id) IN (
              SELECT c.llm_request_id, c.account_id FROM checkpoints c
              JOIN llm_requests r ON r.id = c.llm_request_id AND r.account_id = c.account_id
              WHERE r.completion_status <> 'in_progress'
                AND NOT EXISTS (SELECT FROM nodes n WHERE n.id = c.node_id AND n.status NOT IN ('gone', 'stopped'))
              FOR UPDATE OF c SKIP LOCKED)""";

    @Inject
    Database database;

    @Inject
    Settlements settlements;

    @Inject
    ConfigCascade cascade;

    @Inject
    Clock clock;

    /** A request that is to be ended, of an account. */
    public record Found(UUID id, UUID accountId) {
        private static Found of(ResultSet row) throws SQLException {
            return new Found(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
        }
    }

    /** A request that was ended, and its sums. */
    public record Recovered(LostRequest request, RequestTotals totals) {}

    /**
     * The oldest of them, and of this node those that it does not run: it was not known whether they had been opened.
     *
     * @param known what this node runs, and what is not to be looked at again
     */
    public List<Found> find(Collection<UUID> known, int limit) {
        String[] ids = known.stream().map(UUID::toString).toArray(String[]::new);
        return database.ofAll().query(Found::of, FIND, ids, Node.id(), limit);
    }

    /**
     * Ends one of them.
     *
     * @param together what commits together with it: the part of the answer that was written down
     * @return empty when another node ends it, or it has ended
     */
    public Optional<Recovered> recover(
            Found found, BiFunction<LostRequest, RequestTotals, List<SqlStatement>> together) {
        Statements statements = database.of(found.accountId());
        return statements
                .first(LostRequests::request, CLAIM, found.id(), found.accountId())
                .flatMap(lost -> end(lost).map(totals -> new Recovered(lost, totals)))
                .map(recovered -> {
                    statements.updateAll(together.apply(recovered.request(), recovered.totals()));
                    return recovered;
                });
    }

    /** Deletes what nodes that are gone wrote down of requests that have ended all the same. */
    public void forgetEnded() {
        database.ofAll().update(FORGET_ENDED);
    }

    private Optional<RequestTotals> end(LostRequest lost) {
        Statements statements = database.of(lost.accountId());
        statements
                .query(row -> presumed(lost, row), OPEN_CALLS, lost.id(), lost.accountId())
                .forEach(settlements::settle);
        statements.update(END_TOOL_CALLS, NODE_LOST, lost.id(), lost.accountId());
        statements.update(FORGET, lost.id(), lost.accountId());
        RequestOutcome outcome = new RequestOutcome(
                CompletionStatus.INTERRUPTED,
                Optional.of(NODE_LOST),
                Optional.of(CompletionStatus.INTERRUPTED.word())
                        .filter(word -> !lost.said().isEmpty()),
                Optional.empty(),
                clock.instant());
        return settlements.close(lost.id(), lost.accountId(), lost.startedAt(), outcome);
    }

    private CallOutcome presumed(LostRequest lost, ResultSet row) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        LlmCall call = new LlmCall(
                id,
                lost.id(),
                lost.accountId(),
                lost.agentInstanceId(),
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                0,
                row.getString(6),
                instant(row, 7).orElseThrow());
        ChatReply head = ChatReply.begun(instant(row, 8), text(row, 9), text(row, 10));
        AgentConfig agent = cascade.forAgent(new AgentAddress(lost.account(), lost.agent()));
        return Pricing.of(agent, clock).lost(call, head, lost.counted(id));
    }

    private static LostRequest request(ResultSet row) throws SQLException {
        UUID call = row.getObject(10, UUID.class);
        Optional<LostRequest.Counted> counted = call == null
                ? Optional.empty()
                : Optional.of(new LostRequest.Counted(
                        call, new TokenUsage(row.getLong(11), 0, row.getLong(12), 0, Optional.empty())));
        return new LostRequest(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                row.getObject(5, UUID.class),
                row.getString(6),
                row.getString(7),
                instant(row, 8).orElseThrow(),
                text(row, 9).orElse(""),
                counted);
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
