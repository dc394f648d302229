package org.parley.usage;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Writes how tool calls ended, in the transaction of the tool's own work. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class ToolCallLedger {
    @PersistenceContext
    EntityManager entities;

    /**
     * Moves a running call to its end.
     *
     * @return false when it had ended before, and stays as it is
     */
    public boolean finish(ToolCallRecord call, ToolCallOutcome outcome) {
        return entities.createNativeQuery("""
                        UPDATE tool_calls SET status = ?, result = ?, result_size = ?, error_type = ?, duration_ms = ?
                        WHERE id = ? AND account_id = ? AND status = 'running'""")
                        .setParameter(1, outcome.status())
                        .setParameter(2, outcome.result())
                        .setParameter(3, outcome.result().length())
                        .setParameter(4, outcome.errorType().orElse(null))
                        .setParameter(5, outcome.duration().toMillis())
                        .setParameter(6, call.id())
                        .setParameter(7, call.accountId())
                        .executeUpdate()
                == 1;
    }
}
