package org.parley.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.parley.config.ConfigChanged;
import org.parley.platform.Node;

/** Puts on record which configuration a node has in force; who changed its files, the system that keeps them knows. */
@ApplicationScoped
class ConfigAudit {
    @Inject
    AuditLog log;

    private long noted;

    synchronized void note(@Observes ConfigChanged change) {
        if (change.epoch() == noted) {
            return;
        }
        log.add(new AuditLog.Entry(
                null, "node:" + Node.id(), "configuration", change.hash(), AuditLog.Outcome.DONE, "", ""));
        noted = change.epoch();
    }
}
