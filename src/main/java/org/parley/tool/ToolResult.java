package org.parley.tool;

import java.time.Duration;
import java.util.Optional;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.usage.ToolCallOutcome;

/**
 * What became of a tool call.
 *
 * @param content what the model is shown, JSON
 * @param errorType what went wrong, when something did
 */
public record ToolResult(
        ToolCall call, ToolStatus status, String content, Optional<String> errorType, Duration duration) {

    static ToolResult ok(ToolCall call, String content, Duration duration) {
        return new ToolResult(call, ToolStatus.OK, content, Optional.empty(), duration);
    }

    static ToolResult failed(ToolCall call, ToolStatus status, String type, String message, Duration duration) {
        String content = Json.object()
                .add("error", Json.object().add("type", type).add("message", message))
                .build()
                .toString();
        return new ToolResult(call, status, content, Optional.of(type), duration);
    }

    static ToolResult recorded(ToolCall call, ToolCallOutcome outcome) {
        ToolStatus status = ToolStatus.of(outcome.status());
        return new ToolResult(call, status, outcome.result(), outcome.errorType(), outcome.duration());
    }

    ToolCallOutcome outcome() {
        return new ToolCallOutcome(status.word(), content, errorType, duration);
    }
}
