package org.parley.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.parley.agent.Agent;

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

    @Column(name = "created_at")
    private Instant createdAt;

    protected Session() {}

    Session(UUID id, Agent agent, Instant now) {
        this.id = id;
        this.accountId = agent.accountId();
        this.agentInstanceId = agent.id();
        this.createdAt = now;
    }
}
