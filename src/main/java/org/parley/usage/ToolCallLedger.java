package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.parley.platform.Database;

/** Writes how tool calls ended, in the transaction of the tool's own work. */
@ApplicationScoped
public class ToolCallLedger {
    @Inject
    Database database;

    /**
     * Moves a running call to its end.
     *
     * @return false when it had ended before, and stays as it is
     */
    public boolean finish(ToolCallRecord call, ToolCallOutcome outcome) {
        int changed = database.update(
                """
                UPDATE tool_calls SET status = ?, result = ?, result_size = ?, error_type = ?, duration_ms = ?
                WHERE id = ? AND account_id = ? AND status = 'running'""",
                outcome.status(),
                outcome.result(),
                outcome.result().length(),
                outcome.errorType().orElse(null),
                outcome.duration().toMillis(),
                call.id(),
                call.accountId());
        return changed == 1;
    }
}
