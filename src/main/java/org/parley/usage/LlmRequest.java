package org.parley.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.platform.SqlStatement;

/** One turn in the ledger. Its tokens and cost are the sums of its calls, written when it is finished. */
@Entity
@Table(name = "llm_requests")
public class LlmRequest {
    private static final String IN_PROGRESS = "in_progress";

    @Id
    private UUID id;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "account_slug")
    private String accountSlug;

    @Column(name = "agent_instance_id")
    private UUID agentInstanceId;

    @Column(name = "agent_instance_slug")
    private String agentInstanceSlug;

    @Column(name = "agent_type")
    private String agentType;

    @Column(name = "session_id")
    private UUID sessionId;

    private String provider;
    private String model;

    @Column(name = "completion_status")
    private String completionStatus;

    @Column(name = "config_hash")
    private String configHash;

    @Column(name = "answer_id")
    private UUID answerId;

    @Column(name = "idempotency_key")
    private @Nullable String idempotencyKey;

    @Column(name = "body_hash")
    private @Nullable String bodyHash;

    @Column(name = "prompt_sections")
    private @Nullable String promptSections;

    private @Nullable String caller;
    private @Nullable String via;

    @Column(name = "node_id")
    private String nodeId;

    @Column(name = "started_at")
    private Instant startedAt;

    protected LlmRequest() {}

    /**
     * A request that begins.
     *
     * @param answerId the id that the answer's message will have
     * @param nodeId the node that runs it
     */
    public LlmRequest(
            UUID id,
            Payer payer,
            UUID sessionId,
            UUID answerId,
            String provider,
            String model,
            String configHash,
            String nodeId,
            Instant startedAt) {
        this.id = id;
        this.accountId = payer.accountId();
        this.accountSlug = payer.accountSlug();
        this.agentInstanceId = payer.agentInstanceId();
        this.agentInstanceSlug = payer.agentInstanceSlug();
        this.agentType = payer.agentType();
        this.sessionId = sessionId;
        this.answerId = answerId;
        this.provider = provider;
        this.model = model;
        this.completionStatus = IN_PROGRESS;
        this.configHash = configHash;
        this.nodeId = nodeId;
        this.startedAt = startedAt;
    }

    /** Keeps the name that its client gave it; no other request of the agent can have it then. */
    public void nameBy(String key, String hashOfBody) {
        idempotencyKey = key;
        bodyHash = hashOfBody;
    }

    /** Keeps who began it. */
    public void beginBy(Caller whose) {
        caller = whose.id();
        via = whose.via();
    }

    /** Whether that caller may read and end it. */
    public boolean isOf(Caller asking) {
        return asking.mayTouch(caller, accountSlug);
    }

    /** Keeps what the model was sent, by its parts and their sizes, as a JSON array. */
    public void keepPromptSizes(String json) {
        promptSections = json;
    }

    /** The statement that writes it. */
    SqlStatement insertion() {
        return SqlStatement.of(
                """
                INSERT INTO llm_requests (id, account_id, account_slug, agent_instance_id, agent_instance_slug, agent_type,
                  session_id, provider, model, completion_status, config_hash, answer_id, idempotency_key, body_hash,
                  prompt_sections, caller, via, node_id, started_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                accountId,
                accountSlug,
                agentInstanceId,
                agentInstanceSlug,
                agentType,
                sessionId,
                provider,
                model,
                completionStatus,
                configHash,
                answerId,
                idempotencyKey,
                bodyHash,
                promptSections,
                caller,
                via,
                nodeId,
                startedAt);
    }

    public UUID sessionId() {
        return sessionId;
    }

    public UUID answerId() {
        return answerId;
    }

    public UUID id() {
        return id;
    }

    public UUID accountId() {
        return accountId;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** The first attempt to have the provider answer. */
    public LlmCall firstCall(UUID callId, int promptLength, Instant now) {
        return call(callId, 1, 1, model, promptLength, now);
    }

    /**
     * Another attempt to have the provider answer.
     *
     * @param sequence place of the call in the turn, from 1
     * @param attempt the how manieth at that place, from 1
     */
    public LlmCall call(UUID callId, int sequence, int attempt, String asked, int promptLength, Instant now) {
        return new LlmCall(
                callId, id, accountId, agentInstanceId, sequence, attempt, provider, asked, promptLength, nodeId, now);
    }
}
