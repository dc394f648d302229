package org.parley.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.platform.SqlStatement;

/** One attempt to call a provider. It is claimed, and the claim committed, before the provider is called. */
@Entity
@Table(name = "llm_calls")
public class LlmCall {
    private static final String INSERT = """
            INSERT INTO llm_calls (id, llm_request_id, account_id, agent_instance_id, sequence, attempt, provider, model, status,
              claimed_at, node_id, cap_amount)
            """;
    private static final String CLAIMED = "claimed";

    @Id
    private UUID id;

    @Column(name = "llm_request_id")
    private UUID llmRequestId;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "agent_instance_id")
    private UUID agentInstanceId;

    private int sequence;

    @Column(name = "attempt")
    private int attempt;

    @Column(name = "provider")
    private String provider;

    private String model;

    @Column(name = "status")
    private String status;

    @Column(name = "claimed_at")
    private Instant claimedAt;

    @Column(name = "node_id")
    private String nodeId;

    @Transient
    private int promptLength;

    @Transient
    private @Nullable Reservation reservation;

    protected LlmCall() {}

    LlmCall(
            UUID id,
            UUID llmRequestId,
            UUID accountId,
            UUID agentInstanceId,
            int sequence,
            int attempt,
            String provider,
            String model,
            int promptLength,
            String nodeId,
            Instant claimedAt) {
        this.id = id;
        this.llmRequestId = llmRequestId;
        this.accountId = accountId;
        this.agentInstanceId = agentInstanceId;
        this.sequence = sequence;
        this.attempt = attempt;
        this.provider = provider;
        this.model = model;
        this.promptLength = promptLength;
        this.status = CLAIMED;
        this.nodeId = nodeId;
        this.claimedAt = claimedAt;
    }

    /** Has it hold an amount against caps from its claim on. */
    public void reserve(Reservation held) {
        reservation = held;
    }

    /** What it holds against caps; empty when there are none. */
    Optional<Reservation> reservation() {
        return Optional.ofNullable(reservation);
    }

    /** The statement that claims it together with its request. */
    SqlStatement insertion() {
        return SqlStatement.of(
                INSERT + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                llmRequestId,
                accountId,
                agentInstanceId,
                sequence,
                attempt,
                provider,
                model,
                status,
                claimedAt,
                nodeId,
                reservation().map(Reservation::amount).orElse(null));
    }

    /** The statement that claims it for a request that is in progress, and else does nothing. */
    SqlStatement claim() {
        return SqlStatement.of(
                INSERT + """
                SELECT ?, id, account_id, agent_instance_id, ?, ?, ?, ?, ?, ?, ?, ? FROM llm_requests
                WHERE id = ? AND account_id = ? AND completion_status = 'in_progress' FOR SHARE""",
                id,
                sequence,
                attempt,
                provider,
                model,
                status,
                claimedAt,
                nodeId,
                reservation().map(Reservation::amount).orElse(null),
                llmRequestId,
                accountId);
    }

    public UUID id() {
        return id;
    }

    public int sequence() {
        return sequence;
    }

    public int attempt() {
        return attempt;
    }

    UUID llmRequestId() {
        return llmRequestId;
    }

    UUID accountId() {
        return accountId;
    }

    public Instant claimedAt() {
        return claimedAt;
    }

    public String model() {
        return model;
    }

    /** Characters that were sent, from which tokens are estimated when the provider does not tell. */
    int promptLength() {
        return promptLength;
    }
}
