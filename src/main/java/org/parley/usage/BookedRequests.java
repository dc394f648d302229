package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parley.llm.ToolCall;
import org.parley.platform.Entities;

/** Reads the ledger. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class BookedRequests {
    @Inject
    Entities entities;

    /** A request that has the key of another. */
    public record Keyed(UUID id, String bodyHash) {}

    /** The request of an agent that has this idempotency key. */
    public Optional<Keyed> byKey(UUID accountId, UUID agentInstanceId, String key) {
        List<?> rows = entities.of(accountId)
                .createNativeQuery("""
                        SELECT id, body_hash FROM llm_requests
                        WHERE account_id = ? AND agent_instance_id = ? AND idempotency_key = ?""")
                .setParameter(1, accountId)
                .setParameter(2, agentInstanceId)
                .setParameter(3, key)
                .getResultList();
        return rows.stream()
                .findFirst()
                .map(row -> (Object[]) row)
                .map(row -> new Keyed((UUID) row[0], (String) row[1]));
    }

    /** The request, when it is of that account. */
    public Optional<BookedRequest> find(String accountSlug, UUID id) {
        List<?> rows = entities.ofSlug(accountSlug)
                .createNativeQuery("""
                        SELECT r.prompt_tokens, r.cached_tokens, r.completion_tokens, r.reasoning_tokens, r.total_tokens,
                          r.total_cost, LEAST_SURE_SOURCE, r.id, r.account_id, r.session_id, COALESCE(r.answer_id, r.id), r.model,
                          r.completion_status, r.error_type, r.finish_reason, r.caller
                        FROM llm_requests r JOIN accounts a ON a.id = r.account_id
                          LEFT JOIN llm_calls c ON c.llm_request_id = r.id AND c.account_id = r.account_id
                        WHERE r.id = ? AND a.slug = ? GROUP BY r.id, r.account_id""".replace("LEAST_SURE_SOURCE", RequestTotals.LEAST_SURE_SOURCE))
                .setParameter(1, id)
                .setParameter(2, accountSlug)
                .getResultList();
        return rows.stream().findFirst().map(row -> request((Object[]) row));
    }

    /** The parts of the prompt and their sizes, as a JSON array, when they were kept with the request. */
    public Optional<String> promptSizes(String accountSlug, UUID id) {
        List<?> rows = entities.ofSlug(accountSlug)
                .createNativeQuery("""
                        SELECT r.prompt_sections FROM llm_requests r JOIN accounts a ON a.id = r.account_id
                        WHERE r.id = ? AND a.slug = ? AND r.prompt_sections IS NOT NULL""")
                .setParameter(1, id)
                .setParameter(2, accountSlug)
                .getResultList();
        return rows.stream().findFirst().map(String.class::cast);
    }

    /** The tool calls of these requests, in the order in which the model asked for them. */
    public List<BookedToolCall> toolCalls(UUID accountId, Collection<UUID> requestIds) {
        String ids = requestIds.stream().map(UUID::toString).collect(Collectors.joining(","));
        List<?> rows = entities.of(accountId)
                .createNativeQuery("""
                        SELECT llm_request_id, llm_call_id, provider_tool_call_id, tool_name, arguments, status, result,
                          COALESCE(said_before, 0), started_at, COALESCE(duration_ms, 0)
                        FROM tool_calls WHERE account_id = ? AND llm_request_id = ANY (CAST(string_to_array(?, ',') AS uuid[]))
                        ORDER BY id""")
                .setParameter(1, accountId)
                .setParameter(2, ids)
                .getResultList();
        return rows.stream().map(row -> toolCall((Object[]) row)).toList();
    }

    private static BookedRequest request(Object[] row) {
        return new BookedRequest(
                (UUID) row[7],
                (UUID) row[8],
                (UUID) row[9],
                (UUID) row[10],
                (String) row[11],
                (String) row[15],
                CompletionStatus.of((String) row[12]),
                text(row[13]),
                text(row[14]),
                RequestTotals.of(row));
    }

    private static BookedToolCall toolCall(Object[] row) {
        return new BookedToolCall(
                (UUID) row[0],
                (UUID) row[1],
                new ToolCall((String) row[2], (String) row[3], (String) row[4]),
                (String) row[5],
                text(row[6]),
                ((Number) row[7]).intValue(),
                instant(row[8]),
                Duration.ofMillis(((Number) row[9]).longValue()));
    }

    private static Instant instant(Object column) {
        return column instanceof OffsetDateTime time ? time.toInstant() : ((Timestamp) column).toInstant();
    }

    private static Optional<String> text(@Nullable Object column) {
        return Optional.ofNullable((String) column);
    }
}
