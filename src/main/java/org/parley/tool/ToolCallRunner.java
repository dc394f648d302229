package org.parley.tool;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.usage.ToolCallLedger;
import org.parley.usage.ToolCallRecord;

/** Runs one tool call in a transaction, and on a connection, of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ToolCallRunner {
    @PersistenceContext
    EntityManager entities;

    @EJB
    ToolCallLedger ledger;

    /** The tool's work and its outcome on record commit together; when it fails, or was given up, neither stays. */
    public ToolResult run(Tool tool, ToolCall call, JsonObject arguments, ToolCallRecord onRecord, Agent agent)
            throws ToolException {
        long started = System.nanoTime();
        boundStatements(agent.settings().tools().timeout());
        String content = tool.call(arguments, agent).toString();
        ToolResult result =
                ToolResult.ok(call, cut(content, agent.settings().tools().maxResultChars()), since(started));
        if (!ledger.finish(onRecord, result.outcome())) {
            throw new ToolException("late", "The tool took too long.");
        }
        return result;
    }

    /** Puts the outcome of a call on record whose work was not done; false when the call had ended before. */
    public boolean record(ToolResult result, ToolCallRecord onRecord) {
        return ledger.finish(onRecord, result.outcome());
    }

    static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Has PostgreSQL itself stop a statement that runs for too long, which no time-out of a transaction does. */
    private void boundStatements(Duration timeout) {
        entities.createNativeQuery("SELECT set_config('statement_timeout', ?, true)")
                .setParameter(1, String.valueOf(timeout.toMillis()))
                .getSingleResult();
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
