package org.parley.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parley.llm.ToolCall;

/**
 * A tool call of an earlier reply, as it stands on record.
 *
 * @param llmCallId the model call that asked for it: calls of one reply have the same
 * @param status {@code running} when its end was not seen
 * @param result what the model was shown; empty without an end
 * @param saidBefore characters of the answer that came before it
 */
public record BookedToolCall(
        UUID llmRequestId,
        UUID llmCallId,
        ToolCall call,
        String status,
        Optional<String> result,
        int saidBefore,
        Instant startedAt,
        Duration duration) {

    /** About when it ended. */
    public Instant endedAt() {
        return startedAt.plus(duration);
    }
}
