package org.parley.agent;

import java.util.UUID;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;

/** An agent that may be served now: its account and it are active and configured. */
public record Agent(UUID accountId, UUID id, String type, String name, AgentConfig config, AgentSettings settings) {
    public AgentAddress address() {
        return config.address();
    }
}
