package org.parley.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.agent.Agent;
import org.parley.platform.SqlStatement;

/** What a visitor or the agent said. An answer carries the cost of its request. */
@Entity
@Table(name = "messages")
public class Message {
    static final String USER = "user";
    static final String ASSISTANT = "assistant";
    private static final String COMPLETE = "complete";

    @Id
    private UUID id;

    @Column(name = "session_id")
    private UUID sessionId;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "agent_instance_id")
    private UUID agentInstanceId;

    @Column(name = "llm_request_id")
    private UUID llmRequestId;

    private String role;
    private String content;

    @Column(name = "total_cost")
    private @Nullable BigDecimal totalCost;

    @Column(name = "completion_status")
    private String completionStatus;

    @Column(name = "created_at")
    private Instant createdAt;

    protected Message() {}

    private Message(
            UUID id,
            UUID sessionId,
            UUID accountId,
            UUID agentInstanceId,
            UUID llmRequestId,
            String role,
            String content,
            String status,
            Instant now) {
        this.id = id;
        this.sessionId = sessionId;
        this.accountId = accountId;
        this.agentInstanceId = agentInstanceId;
        this.llmRequestId = llmRequestId;
        this.role = role;
        this.content = content;
        this.completionStatus = status;
        this.createdAt = now;
    }

    static Message ofVisitor(UUID id, UUID sessionId, Agent agent, UUID llmRequestId, String content, Instant now) {
        return new Message(id, sessionId, agent.accountId(), agent.id(), llmRequestId, USER, content, COMPLETE, now);
    }

    static Message ofAgent(Answer answer, Instant now) {
        Message message = new Message(
                answer.id(),
                answer.sessionId(),
                answer.accountId(),
                answer.agentInstanceId(),
                answer.llmRequestId(),
                ASSISTANT,
                answer.content(),
                answer.completionStatus(),
                now);
        message.totalCost = answer.totalCost().orElse(null);
        return message;
    }

    /** The statement that writes it, also over an answer that was presumed to be interrupted, but not after an erasure. */
    SqlStatement insertion() {
        return SqlStatement.of(
                """
                INSERT INTO messages (id, session_id, account_id, agent_instance_id, llm_request_id, role, content, total_cost,
                  completion_status, created_at)
                SELECT CAST(? AS uuid), CAST(? AS uuid), CAST(? AS uuid), CAST(? AS uuid), CAST(? AS uuid), CAST(? AS text),
                  CAST(? AS text), CAST(? AS numeric), CAST(? AS text), CAST(? AS timestamptz)
                WHERE NOT EXISTS (SELECT FROM llm_requests WHERE id = ? AND account_id = ? AND text_erased_at IS NOT NULL)
                ON CONFLICT (id, account_id) DO UPDATE SET content = excluded.content, total_cost = excluded.total_cost,
                  completion_status = excluded.completion_status""",
                id,
                sessionId,
                accountId,
                agentInstanceId,
                llmRequestId,
                role,
                content,
                totalCost,
                completionStatus,
                createdAt,
                llmRequestId,
                accountId);
    }

    UUID id() {
        return id;
    }

    UUID llmRequestId() {
        return llmRequestId;
    }

    String role() {
        return role;
    }

    String content() {
        return content;
    }

    Optional<BigDecimal> totalCost() {
        return Optional.ofNullable(totalCost);
    }

    String completionStatus() {
        return completionStatus;
    }

    Instant createdAt() {
        return createdAt;
    }
}
