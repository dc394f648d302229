package org.parley.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.agent.Agent;
import org.parley.platform.SqlStatement;

/** A conversation with one agent of one account. */
@Entity
@Table(name = "sessions")
public class Session {
    @Id
    private UUID id;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "agent_instance_id")
    private UUID agentInstanceId;

    private @Nullable String caller;

    @Column(name = "created_at")
    private Instant createdAt;

    protected Session() {}

    Session(UUID id, Agent agent, Caller caller, Instant now) {
        this.id = id;
        this.accountId = agent.accountId();
        this.agentInstanceId = agent.id();
        this.caller = caller.id();
        this.createdAt = now;
    }

    boolean isOf(Caller asking, Agent agent) {
        return asking.mayTouch(caller, agent.account());
    }

    /** The statement that writes it. */
    SqlStatement insertion() {
        return SqlStatement.of(
                "INSERT INTO sessions (id, account_id, agent_instance_id, caller, created_at) VALUES (?, ?, ?, ?, ?)",
                id,
                accountId,
                agentInstanceId,
                caller,
                createdAt);
    }
}
