package org.parley.usage;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as it stands in the ledger.
 *
 * @param answerId id of the answer's message, kept or not
 * @param caller the id of who began it
 * @param status the word of a {@link CompletionStatus}; empty while it runs
 * @param finishReason as clients were told; empty when they were told of an error
 */
public record BookedRequest(
        UUID id,
        UUID accountId,
        UUID sessionId,
        UUID answerId,
        String model,
        @Nullable String caller,
        Optional<CompletionStatus> status,
        Optional<String> errorType,
        Optional<String> finishReason,
        RequestTotals totals) {}
