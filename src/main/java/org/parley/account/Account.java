package org.parley.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A tenant: it owns agents, sessions, lists and a bill. */
@Entity
@Table(name = "accounts")
public class Account {
    private static final String ACTIVE = "active";

    @Id
    private UUID id;

    private String slug;
    private String name;
    private String status;

    @jakarta.persistence.Column(name = "created_at")
    private Instant createdAt;

    protected Account() {}

    public UUID id() {
        return id;
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    /** A suspended account is not served. */
    public boolean isActive() {
        return status.equals(ACTIVE);
    }
}
