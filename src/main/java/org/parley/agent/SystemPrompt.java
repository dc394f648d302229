package org.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigException;

/** The system prompt of an agent: the nearest {@code system_prompt.md}, then what features contribute. */
@ApplicationScoped
public class SystemPrompt {
    private static final String FILE = "system_prompt.md";

    @Inject
    ConfigCascade cascade;

    @Inject
    @Any
    Instance<PromptContributor> contributors;

    /** Empty when there is no prompt file and nothing is contributed. */
    public String of(Agent agent) {
        Stream<String> written = cascade.directory().nearest(FILE, agent.address()).map(SystemPrompt::read).stream();
        Stream<String> contributed = contributors.stream()
                .map(contributor -> contributor.section(agent))
                .flatMap(Optional::stream);
        return Stream.concat(written, contributed).collect(Collectors.joining("\n\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigException(FILE + " cannot be read", e);
        }
    }
}
