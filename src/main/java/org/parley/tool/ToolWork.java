package org.parley.tool;

import jakarta.ejb.EJBException;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.platform.ProblemMapper;
import org.parley.usage.ToolCallRecord;

/** What one tool call does on its thread: check, run, and put a failure on record in a transaction of its own. */
final class ToolWork {
    private static final Logger LOG = Logger.getLogger(ToolWork.class.getName());
    private static final String QUERY_CANCELED = "57014";

    private final ToolCatalog catalog;
    private final ToolArguments arguments;
    private final ToolCallRunner runner;

    ToolWork(ToolCatalog catalog, ToolArguments arguments, ToolCallRunner runner) {
        this.catalog = catalog;
        this.arguments = arguments;
        this.runner = runner;
    }

    ToolResult run(ToolCall call, ToolCallRecord onRecord, Agent agent, long started) {
        try {
            Tool tool = catalog.find(agent, call.name())
                    .orElseThrow(() -> new ToolException("unknown_tool", "There is no tool of that name."));
            JsonObject valid = arguments.read(tool, call);
            return work(tool, call, valid, onRecord, agent, started);
        } catch (ToolException e) {
            return failed(call, onRecord, ToolStatus.REJECTED, e.type(), e.getMessage(), started);
        }
    }

    /** Puts the outcome of a call on record whose work was not done; false when the call had ended before. */
    boolean record(ToolResult result, ToolCallRecord onRecord) {
        try {
            return runner.record(result, onRecord);
        } catch (EJBException e) {
            throw new ToolRecordException(e);
        }
    }

    private ToolResult work(
            Tool tool, ToolCall call, JsonObject valid, ToolCallRecord onRecord, Agent agent, long started) {
        try {
            return runner.run(tool, call, valid, onRecord, agent);
        } catch (ToolException e) {
            return failed(call, onRecord, ToolStatus.FAILED, e.type(), e.getMessage(), started);
        } catch (EJBException | PersistenceException e) {
            if (stoppedByDatabase(e)) {
                return failed(call, onRecord, ToolStatus.TIMEOUT, "timeout", "The tool took too long.", started);
            }
            LOG.log(Level.SEVERE, e, () -> "tool " + call.name() + " failed");
            return failed(call, onRecord, ToolStatus.FAILED, "tool_failed", "The tool failed.", started);
        }
    }

    private ToolResult failed(
            ToolCall call, ToolCallRecord onRecord, ToolStatus status, String type, String message, long started) {
        ToolResult result = ToolResult.failed(call, status, type, message, ToolCallRunner.since(started));
        record(result, onRecord);
        return result;
    }

    private static boolean stoppedByDatabase(RuntimeException failure) {
        return ProblemMapper.causeOf(failure, SQLException.class)
                .map(sql -> QUERY_CANCELED.equals(sql.getSQLState()))
                .orElse(false);
    }
}
