package org.parley.tool;

import jakarta.ejb.EJBException;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.parley.usage.ToolCallRecord;

/** Runs tools without a database, as the container would: what a tool throws comes wrapped, and a record ends once. */
final class FakeRunner extends ToolCallRunner {
    static final String ON_RECORD = "{\"on_record\":true}";

    private final Map<ToolCallRecord, ToolStatus> ended = new ConcurrentHashMap<>();
    private final AtomicInteger statementsCancelled = new AtomicInteger();
    private volatile boolean ledgerIsAway;
    private volatile boolean askedAgain;
    private volatile Runnable afterCommit = () -> {};

    /** From now on nothing can be put on record. */
    void loseLedger() {
        ledgerIsAway = true;
    }

    /** From now on this happens between a tool's commit and the return of its result. */
    void afterCommit(Runnable pause) {
        afterCommit = pause;
    }

    /** From now on what a tool did is committed, and the word of it is lost. */
    void loseWordOfCommits() {
        afterCommit = () -> {
            throw new EJBException("the connection broke");
        };
    }

    /** Whether a call was to be ended that had ended before. */
    boolean isAskedAgain() {
        return askedAgain;
    }

    /** How the calls ended, as it stands on record. */
    Map<ToolCallRecord, ToolStatus> ended() {
        return Map.copyOf(ended);
    }

    @Override
    public ToolResult run(Tool tool, JsonObject arguments, ToolJob job) throws ToolException {
        try {
            job.backend().enter(job.hashCode());
            String content = tool.call(arguments, job.agent()).toString();
            if (ended.putIfAbsent(job.onRecord(), ToolStatus.OK) != null) {
                throw new ToolException("late", "The tool took too long.");
            }
            afterCommit.run();
            return job.ok(content);
        } catch (EJBException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EJBException(e);
        } finally {
            job.backend().leave();
        }
    }

    @Override
    public boolean record(ToolResult result, ToolJob job) {
        if (ledgerIsAway) {
            throw new EJBException("no connection");
        }
        boolean first = ended.putIfAbsent(job.onRecord(), result.status()) == null;
        askedAgain |= !first;
        return first;
    }

    @Override
    public ToolResult recorded(ToolJob job) {
        ToolStatus status = Objects.requireNonNull(ended.get(job.onRecord()));
        return new ToolResult(job.call(), status, ON_RECORD, Optional.empty(), job.age());
    }

    @Override
    public void cancelStatement(int backendPid) {
        statementsCancelled.incrementAndGet();
        if (ledgerIsAway) {
            throw new EJBException("no connection");
        }
    }

    int statementsCancelled() {
        return statementsCancelled.get();
    }
}
