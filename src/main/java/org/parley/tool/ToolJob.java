package org.parley.tool;

import java.time.Duration;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.usage.ToolCallRecord;

/** One tool call that is to be done: for whom, what, and where its outcome is put on record. */
record ToolJob(ToolCall call, ToolCallRecord onRecord, Agent agent, ToolBackend backend, long started) {

    static ToolJob begin(ToolCall call, ToolCallRecord onRecord, Agent agent) {
        return new ToolJob(call, onRecord, agent, new ToolBackend(), System.nanoTime());
    }

    /** Since it began to wait for a thread. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    Duration timeout() {
        return agent.settings().tools().timeout();
    }

    ToolResult ok(String content) {
        return ToolResult.ok(call, content, age());
    }

    ToolResult failed(ToolStatus status, String type, String message) {
        return ToolResult.failed(call, status, type, message, age());
    }
}
