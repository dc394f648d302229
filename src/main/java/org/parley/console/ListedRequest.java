package org.parley.console;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request as operators see it in a list: what it did and cost, and nothing of what was said.
 *
 * @param agent {@code account/agent}
 * @param status its {@code completion_status}
 * @param cost in USD, as far as known
 * @param tools names of its tool calls with their status, in order
 */
record ListedRequest(
        UUID id,
        String agent,
        String model,
        String status,
        Optional<String> errorType,
        Optional<BigDecimal> cost,
        long tokens,
        Optional<Long> latencyMs,
        Instant startedAt,
        List<String> tools) {}
