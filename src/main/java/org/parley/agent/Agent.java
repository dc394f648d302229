package org.parley.agent;

import java.util.List;
import java.util.UUID;
import org.parley.account.SpendingCap;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;

/**
 * An agent that may be served now: its account and it are active and configured.
 *
 * @param caps on what its calls may cost, the account's and its own
 */
public record Agent(
        UUID accountId,
        UUID id,
        String type,
        String name,
        AgentConfig config,
        AgentSettings settings,
        List<SpendingCap> caps) {
    public Agent {
        caps = List.copyOf(caps);
    }

    /** The slug of its account. */
    public String account() {
        return address().account();
    }

    public AgentAddress address() {
        return config.address();
    }
}
