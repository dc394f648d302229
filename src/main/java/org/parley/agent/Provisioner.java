package org.parley.agent;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Clock;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigChanged;
import org.parley.config.EffectiveConfig;
import org.parley.platform.Entities;
import org.parley.platform.Ids;

/** Gives every account and agent that has a folder in the configuration directory its row, and keeps their names in step. */
@Startup
@Singleton
@DependsOn("Migrations")
public class Provisioner {
    @Inject
    Entities entities;

    @Inject
    ConfigCascade cascade;

    @Inject
    Clock clock;

    @PostConstruct
    void provision() {
        if (cascade.isPresent() && ProvisioningCheck.isEnabled(cascade.global())) {
            cascade.agents().forEach(this::keep);
        }
    }

    /** Accounts and agents that came later get theirs too. */
    public void follow(@Observes ConfigChanged change) {
        provision();
    }

    private void keep(AgentAddress address, EffectiveConfig config) {
        entities.ofAll()
                .createNativeQuery("""
                        INSERT INTO accounts (id, slug, name, status, created_at) VALUES (?, ?, ?, 'active', ?)
                        ON CONFLICT (slug) DO UPDATE SET name = excluded.name""")
                .setParameter(1, Ids.next())
                .setParameter(2, address.account())
                .setParameter(3, config.text("account.name").orElse(address.account()))
                .setParameter(4, Timestamp.from(clock.instant()))
                .executeUpdate();
        entities.ofAll()
                .createNativeQuery("""
                        INSERT INTO agent_instances (id, account_id, slug, agent_type, name, status, created_at)
                        SELECT ?, id, ?, ?, ?, 'active', ? FROM accounts WHERE slug = ?
                        ON CONFLICT (account_id, slug) DO UPDATE SET name = excluded.name, agent_type = excluded.agent_type""")
                .setParameter(1, Ids.next())
                .setParameter(2, address.agent())
                .setParameter(3, config.required("agent.type"))
                .setParameter(4, config.text("agent.name").orElse(address.agent()))
                .setParameter(5, Timestamp.from(clock.instant()))
                .setParameter(6, address.account())
                .executeUpdate();
    }
}
