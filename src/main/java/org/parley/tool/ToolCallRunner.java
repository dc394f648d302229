package org.parley.tool;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import org.parley.platform.Database;
import org.parley.usage.ToolCallLedger;

/** Runs one tool call in a transaction, and on a connection, of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ToolCallRunner {
    @Inject
    Database database;

    @Inject
    ToolCallLedger ledger;

    /** The tool's work and its outcome on record commit together; when it fails, or was given up, neither stays. */
    public ToolResult run(Tool tool, JsonObject arguments, ToolJob job) throws ToolException {
        String content = work(tool, arguments, job);
        ToolResult result = job.ok(cut(content, job.agent().settings().tools().maxResultChars()));
        if (!record(result, job)) {
            throw new ToolException("late", "The tool took too long.");
        }
        return result;
    }

    /** Puts the outcome of a call on record whose work was not done; false when the call had ended before. */
    public boolean record(ToolResult result, ToolJob job) {
        return ledger.finish(job.onRecord(), result.outcome());
    }

    /** How a call ended that has ended, as it stands on record. */
    public ToolResult recorded(ToolJob job) {
        return ToolResult.recorded(job.call(), ledger.outcome(job.onRecord()));
    }

    /** Has PostgreSQL cancel what that backend is doing. */
    public void cancelStatement(int backendPid) {
        database.ofNone().query(row -> row.getBoolean(1), "SELECT pg_cancel_backend(?)", backendPid);
    }

    private String work(Tool tool, JsonObject arguments, ToolJob job) throws ToolException {
        job.backend().enter(boundStatements(job));
        try {
            return tool.call(arguments, job.agent()).toString();
        } finally {
            job.backend().leave();
        }
    }

    /**
     * Has PostgreSQL itself stop a statement that runs for too long, which no time-out of a transaction does.
     *
     * @return the process id of the connection's backend
     */
    private int boundStatements(ToolJob job) {
        return database.of(job.agent().accountId())
                .first(
                        row -> row.getInt(1),
                        "SELECT pg_backend_pid() FROM set_config('statement_timeout', ?, true)",
                        String.valueOf(job.timeout().toMillis()))
                .orElseThrow();
    }

    private static String cut(String content, int limit) {
        if (content.length() <= limit) {
            return content;
        }
        String hint = "... [cut: " + content.length() + " characters in all; ask for less]";
        int end = limit - hint.length();
        return content.substring(0, Character.isHighSurrogate(content.charAt(end - 1)) ? end - 1 : end) + hint;
    }
}
