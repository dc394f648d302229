package org.parley.agent;

import java.util.Map;
import java.util.UUID;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;
import org.parley.config.EffectiveConfig;
import org.parley.config.FakeConfig;

/** Agents that tests make up. */
public final class FakeAgents {
    private static final AgentAddress ADDRESS = new AgentAddress("acme", "alpha");

    private FakeAgents() {}

    /** An agent whose configuration has these values over the defaults. */
    public static Agent with(Map<String, String> values) {
        EffectiveConfig config = FakeConfig.of(values);
        return new Agent(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "tester",
                "Alpha",
                new AgentConfig(ADDRESS, config, "0123456789abcdef"),
                AgentSettings.of(config));
    }
}
