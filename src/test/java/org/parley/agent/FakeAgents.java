package org.parley.agent;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;
import org.parley.config.FakeConfig;

/** Agents that tests make up. */
public final class FakeAgents {
    private static final AgentAddress ADDRESS = new AgentAddress("acme", "alpha");

    private FakeAgents() {}

    /** An agent whose configuration has these values over the defaults. */
    public static Agent with(Map<String, String> values) {
        AgentConfig config = FakeConfig.of(ADDRESS, values, new AgentReader());
        return new Agent(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "tester",
                "Alpha",
                config,
                config.settings(AgentSettings.class),
                List.of());
    }
}
