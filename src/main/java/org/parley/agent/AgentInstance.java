package org.parley.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An agent of an account, as the database knows it; its settings stand in the configuration directory. */
@Entity
@Table(name = "agent_instances")
public class AgentInstance {
    private static final String ACTIVE = "active";

    @Id
    private UUID id;

    @Column(name = "account_id")
    private UUID accountId;

    private String slug;

    @Column(name = "agent_type")
    private String type;

    private String name;
    private String status;

    @Column(name = "created_at")
    private Instant createdAt;

    protected AgentInstance() {}

    UUID id() {
        return id;
    }

    String slug() {
        return slug;
    }

    String type() {
        return type;
    }

    String name() {
        return name;
    }

    boolean isActive() {
        return status.equals(ACTIVE);
    }
}
