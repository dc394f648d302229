package org.parley.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** The calls by the reply that asked for them, in order. */
    public static Collection<List<BookedToolCall>> rounds(List<BookedToolCall> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(BookedToolCall::llmCallId, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** About when it ended. */
    public Instant endedAt() {
        return startedAt.plus(duration);
    }
}
