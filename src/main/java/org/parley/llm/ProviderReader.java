package org.parley.llm;

import jakarta.enterprise.context.ApplicationScoped;
import org.parley.config.AgentSource;
import org.parley.config.SettingsReader;

/** Reads the providers of agents. */
@ApplicationScoped
class ProviderReader implements SettingsReader {
    @Override
    public Provider read(AgentSource source) {
        return Provider.of(source.values());
    }
}
