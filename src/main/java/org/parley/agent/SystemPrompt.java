package org.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigDirectory;
import org.parley.config.ConfigException;

/**
 * The system prompt of an agent, in sections: the nearest {@code system_prompt.md}, the modules that it names, and what
 * features contribute. Each file is looked for beside the agent's configuration, its account's, and the global one.
 */
@ApplicationScoped
public class SystemPrompt {
    private static final String FILE = "system_prompt.md";

    @Inject
    ConfigCascade cascade;

    @Inject
    @Any
    Instance<PromptContributor> contributors;

    /** The sections that have text, in order. Fails when a module that the agent names has no file. */
    public List<PromptSection> of(Agent agent) {
        List<PromptSection> sections = new ArrayList<>();
        nearest(agent, "agent", FILE).ifPresent(sections::add);
        for (String module : agent.settings().prompt().modules()) {
            String file = "prompts/" + module + ".md";
            sections.add(nearest(agent, "module:" + module, file).orElseThrow(() -> noModule(module)));
        }
        contributors.stream()
                .flatMap(contributor -> contributor.section(agent).stream())
                .sorted(Comparator.comparing(PromptSection::name))
                .forEach(sections::add);
        return sections.stream().filter(section -> !section.text().isEmpty()).toList();
    }

    private Optional<PromptSection> nearest(Agent agent, String name, String file) {
        ConfigDirectory directory = cascade.directory();
        return directory
                .nearest(file, agent.address())
                .map(path -> new PromptSection(name, directory.relative(path), read(path, file)));
    }

    private static ConfigException noModule(String module) {
        return new ConfigException(
                "prompt.modules names " + module + ", which has no file", new IllegalArgumentException(module));
    }

    private static String read(Path path, String file) {
        try {
            return Files.readString(path).strip();
        } catch (MalformedInputException e) {
            throw new ConfigException(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read", e);
        }
    }
}
