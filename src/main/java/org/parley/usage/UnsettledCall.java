package org.parley.usage;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.parley.config.AgentAddress;

/**
 * A call whose cost its provider may know.
 *
 * @param estimated what is booked until then
 * @param attempts how many times the provider was asked, this time included
 */
record UnsettledCall(
        UUID id,
        UUID llmRequestId,
        UUID accountId,
        AgentAddress agent,
        String provider,
        String generationId,
        Optional<BigDecimal> estimated,
        int attempts) {}
