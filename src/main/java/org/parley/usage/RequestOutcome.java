package org.parley.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a request ended.
 *
 * @param timeToFirstToken from the start of the request; empty when no token came
 */
public record RequestOutcome(
        CompletionStatus status, Optional<String> errorType, Optional<Duration> timeToFirstToken, Instant finishedAt) {}
