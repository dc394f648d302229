package org.parley.tool;

import jakarta.ejb.EJBException;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.parley.platform.ConnectionTimeouts;
import org.parley.platform.ProblemMapper;

/** What a tool call does on its thread: check, run, and put a failure on record in a transaction of its own. */
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

    /** The outcome, which is on record; empty when the call had ended before. */
    Optional<ToolResult> run(ToolJob job) {
        try {
            Tool tool = catalog.find(job.agent(), job.call().name())
                    .orElseThrow(() -> new ToolException("unknown_tool", "There is no tool of that name."));
            JsonObject valid = arguments.read(tool, job.call());
            return work(tool, valid, job);
        } catch (ToolException e) {
            return failed(job, ToolStatus.REJECTED, e.type(), e.getMessage());
        }
    }

    /** Puts the outcome of a call on record whose work was not done; false when the call had ended before. */
    boolean record(ToolResult result, ToolJob job) {
        try {
            return runner.record(result, job);
        } catch (EJBException e) {
            throw new ToolRecordException(e);
        }
    }

    /** How a call ended that has ended, as it stands on record. */
    ToolResult recorded(ToolJob job) {
        try {
            return runner.recorded(job);
        } catch (EJBException e) {
            throw new ToolRecordException(e);
        }
    }

    /** Ends what the call is doing in the database. That it cannot be ended is no harm: the statement has a time-out. */
    void cancelStatement(ToolJob job) {
        try {
            job.backend().cancel(runner::cancelStatement);
        } catch (EJBException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "the statement of tool " + job.call().name() + " cannot be cancelled");
        }
    }

    private Optional<ToolResult> work(Tool tool, JsonObject valid, ToolJob job) {
        try {
            return Optional.of(runner.run(tool, valid, job));
        } catch (ToolException e) {
            return failed(job, ToolStatus.FAILED, e.type(), e.getMessage());
        } catch (EJBException | PersistenceException e) {
            if (stoppedByDatabase(e)) {
                return failed(job, ToolStatus.TIMEOUT, "timeout", "The tool took too long.");
            }
            if (ConnectionTimeouts.note(e)) {
                return failed(job, ToolStatus.REJECTED, "busy", "The server is too busy to run this tool now.");
            }
            LOG.log(Level.SEVERE, e, () -> "tool " + job.call().name() + " failed");
            return failed(job, ToolStatus.FAILED, "tool_failed", "The tool failed.");
        }
    }

    private Optional<ToolResult> failed(ToolJob job, ToolStatus status, String type, String message) {
        return Optional.of(job.failed(status, type, message)).filter(result -> record(result, job));
    }

    private static boolean stoppedByDatabase(RuntimeException failure) {
        return ProblemMapper.causeOf(failure, SQLException.class)
                .map(sql -> QUERY_CANCELED.equals(sql.getSQLState()))
                .orElse(false);
    }
}
