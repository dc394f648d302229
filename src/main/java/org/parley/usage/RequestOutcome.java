package org.parley.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a request ended.
 *
 * @param finishReason as clients are told; empty when they were told of an error
 * @param timeToFirstToken from the start of the request; empty when no token came
 */
public record RequestOutcome(
        CompletionStatus status,
        Optional<String> errorType,
        Optional<String> finishReason,
        Optional<Duration> timeToFirstToken,
        Instant finishedAt) {}
