package org.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The system prompt of an agent, in sections: what its files say, and what features contribute. */
@ApplicationScoped
public class SystemPrompt {
    @Inject
    @Any
    Instance<PromptContributor> contributors;

    /** The sections that have text, in order. */
    public List<PromptSection> of(Agent agent) {
        Stream<PromptSection> contributed = contributors.stream()
                .flatMap(contributor -> contributor.section(agent).stream())
                .sorted(Comparator.comparing(PromptSection::name));
        return Stream.concat(agent.config().settings(AgentPrompt.class).sections().stream(), contributed)
                .filter(section -> !section.text().isEmpty())
                .toList();
    }
}
