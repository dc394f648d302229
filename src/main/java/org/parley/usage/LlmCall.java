package org.parley.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.parley.platform.SqlStatement;

/** One attempt to call a provider. It is claimed, and the claim committed, before the provider is called. */
@Entity
@Table(name = "llm_calls")
public class LlmCall {
    private static final String CLAIMED = "claimed";

    @Id
    private UUID id;

    @Column(name = "llm_request_id")
    private UUID llmRequestId;

    @Column(name = "account_id")
    private UUID accountId;

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

    protected LlmCall() {}

    LlmCall(
            UUID id,
            UUID llmRequestId,
            UUID accountId,
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
        this.sequence = sequence;
        this.attempt = attempt;
        this.provider = provider;
        this.model = model;
        this.promptLength = promptLength;
        this.status = CLAIMED;
        this.nodeId = nodeId;
        this.claimedAt = claimedAt;
    }

    /** The statement that claims it. */
    SqlStatement insertion() {
        return SqlStatement.of(
                """
                INSERT INTO llm_calls (id, llm_request_id, account_id, sequence, attempt, provider, model, status, claimed_at, node_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", id, llmRequestId, accountId, sequence, attempt, provider, model, status, claimedAt, nodeId);
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

    public String model() {
        return model;
    }

    /** Characters that were sent, from which tokens are estimated when the provider does not tell. */
    int promptLength() {
        return promptLength;
    }
}
