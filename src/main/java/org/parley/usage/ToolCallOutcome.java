package org.parley.usage;

import java.time.Duration;
import java.util.Optional;

/**
 * How a tool call ended.
 *
 * @param result what the model is shown
 */
public record ToolCallOutcome(String status, String result, Optional<String> errorType, Duration duration) {}
