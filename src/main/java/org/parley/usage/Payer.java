package org.parley.usage;

import java.util.UUID;

/** The account and agent that a request is booked to; it comes from the authenticated address and nowhere else. */
public record Payer(
        UUID accountId, String accountSlug, UUID agentInstanceId, String agentInstanceSlug, String agentType) {}
