package org.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parley.config.AgentSource;
import org.parley.config.ConfigException;
import org.parley.config.SettingsReader;

/**
 * Reads the prompts of agents: the nearest {@code system_prompt.md}, and the modules that the agent names. Each file is
 * looked for beside the agent's configuration, its account's, and the global one.
 */
@ApplicationScoped
class PromptReader implements SettingsReader {
    private static final String FILE = "system_prompt.md";

    @Override
    public AgentPrompt read(AgentSource source) {
        List<PromptSection> sections = new ArrayList<>();
        nearest(source, "agent", FILE).ifPresent(sections::add);
        for (String module : AgentSettings.Prompt.of(source.values()).modules()) {
            sections.add(nearest(source, "module:" + module, "prompts/" + module + ".md")
                    .orElseThrow(() -> ConfigException.invalid(
                            AgentSettings.Prompt.MODULES, "names " + module + ", which has no file")));
        }
        return new AgentPrompt(sections);
    }

    private static Optional<PromptSection> nearest(AgentSource source, String name, String file) {
        return source.nearest(file)
                .map(found -> new PromptSection(name, found.path(), found.text().strip()));
    }
}
