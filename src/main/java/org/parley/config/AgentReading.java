package org.parley.config;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading one agent's files.
 *
 * @param values empty when a file is not readable
 * @param config empty when the agent cannot be served
 * @param faults why it cannot
 */
record AgentReading(
        AgentFiles files, Optional<EffectiveConfig> values, Optional<AgentConfig> config, List<ConfigFinding> faults) {
    AgentReading {
        faults = List.copyOf(faults);
    }

    static AgentReading served(AgentFiles files, AgentConfig config) {
        return new AgentReading(files, Optional.of(config.values()), Optional.of(config), List.of());
    }

    static AgentReading refused(AgentFiles files, Optional<EffectiveConfig> values, List<ConfigFinding> faults) {
        return new AgentReading(files, values, Optional.empty(), faults);
    }

    /** The agent's configuration. Fails with the first fault when it cannot be served. */
    AgentConfig required() {
        return config.orElseThrow(() -> new ConfigException(faults.get(0), null));
    }
}
