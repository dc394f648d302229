package org.parley.offline;

import java.util.List;

/** What the model says: text, calls of tools, or both, the text first. */
record CompletionReply(String text, List<OfflineCall> calls) {
    static CompletionReply of(String text) {
        return new CompletionReply(text, List.of());
    }

    String finishReason() {
        return calls.isEmpty() ? "stop" : "tool_calls";
    }
}
