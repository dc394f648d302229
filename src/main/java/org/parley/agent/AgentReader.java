package org.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import org.parley.config.AgentSource;
import org.parley.config.SettingsReader;

/** Reads the settings of agents. */
@ApplicationScoped
class AgentReader implements SettingsReader {
    @Override
    public AgentSettings read(AgentSource source) {
        return AgentSettings.of(source.values());
    }
}
