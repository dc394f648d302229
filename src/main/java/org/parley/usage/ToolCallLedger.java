package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
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
        int changed = database.of(call.accountId())
                .update(
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

    /** How a call ended that has ended; what recovery ended for a node that was lost has no result. */
    public ToolCallOutcome outcome(ToolCallRecord call) {
        return database.of(call.accountId())
                .first(
                        row -> new ToolCallOutcome(
                                row.getString(1),
                                row.getString(2),
                                Optional.ofNullable(row.getString(3)),
                                Duration.ofMillis(row.getLong(4))),
                        """
                        SELECT status, COALESCE(result, '{}'), error_type, duration_ms FROM tool_calls
                        WHERE id = ? AND account_id = ?""",
                        call.id(),
                        call.accountId())
                .orElseThrow();
    }
}
