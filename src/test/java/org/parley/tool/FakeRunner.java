package org.parley.tool;

import jakarta.ejb.EJBException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.usage.ToolCallRecord;

/** Runs tools without a database, as the container would: what a tool throws comes wrapped, and a record ends once. */
final class FakeRunner extends ToolCallRunner {
    private final Map<ToolCallRecord, ToolStatus> ended = new ConcurrentHashMap<>();
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

    /** Whether a call was to be ended that had ended before. */
    boolean isAskedAgain() {
        return askedAgain;
    }

    /** How the calls ended, as it stands on record. */
    Map<ToolCallRecord, ToolStatus> ended() {
        return Map.copyOf(ended);
    }

    @Override
    public ToolResult run(Tool tool, ToolCall call, JsonObject arguments, ToolCallRecord onRecord, Agent agent)
            throws ToolException {
        try {
            String content = tool.call(arguments, agent).toString();
            if (ended.putIfAbsent(onRecord, ToolStatus.OK) != null) {
                throw new ToolException("late", "The tool took too long.");
            }
            afterCommit.run();
            return ToolResult.ok(call, content, Duration.ofMillis(1));
        } catch (RuntimeException e) {
            throw new EJBException(e);
        }
    }

    @Override
    public boolean record(ToolResult result, ToolCallRecord onRecord) {
        if (ledgerIsAway) {
            throw new EJBException("no connection");
        }
        boolean first = ended.putIfAbsent(onRecord, result.status()) == null;
        askedAgain |= !first;
        return first;
    }
}
