package org.parley.tool;

import java.time.Instant;
import java.util.UUID;
import org.parley.llm.ToolCall;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequest;
import org.parley.usage.Payer;
import org.parley.usage.ToolCallRecord;

/** Tool calls as they are on record before they run. */
final class Records {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Payer PAYER = new Payer(UUID.randomUUID(), "acme", UUID.randomUUID(), "alpha", "tester");
    private static final LlmCall ASKED_BY = new LlmRequest(
                    UUID.randomUUID(), PAYER, UUID.randomUUID(), UUID.randomUUID(), "p", "m", "h", "node", NOW)
            .firstCall(UUID.randomUUID(), 1, NOW);

    private Records() {}

    static ToolCallRecord of(ToolCall call) {
        return new ToolCallRecord(UUID.randomUUID(), ASKED_BY, call, 0, NOW);
    }
}
