package org.parley.usage;

import java.time.Duration;
import java.util.Optional;

/**
 * How a tool call ended.
 *
 * @param resultSize characters that the model is shown
 */
public record ToolCallOutcome(String status, int resultSize, Optional<String> errorType, Duration duration) {}
