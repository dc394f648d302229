package org.parley.tool;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.parley.agent.Agent;
import org.parley.llm.ToolSpec;

/** The tools of this installation, and which of them an agent has. */
@ApplicationScoped
public class ToolCatalog {
    @Inject
    @Any
    Instance<Tool> beans;

    private final Map<String, Tool> tools = new HashMap<>();
    private final Map<String, ToolSpec> specs = new HashMap<>();

    @PostConstruct
    void index() {
        for (Tool tool : beans) {
            if (tools.put(tool.name(), tool) != null) {
                throw new IllegalStateException("two tools are named " + tool.name());
            }
            specs.put(tool.name(), new ToolSpec(tool.name(), tool.description(), tool.schema()));
        }
    }

    /** What the model is offered, in the order of the agent's configuration. */
    public List<ToolSpec> offered(Agent agent) {
        return agent.settings().tools().enabled().stream()
                .map(specs::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The tool, when it exists and the agent has it. */
    Optional<Tool> find(Agent agent, String name) {
        return agent.settings().tools().enabled().contains(name)
                ? Optional.ofNullable(tools.get(name))
                : Optional.empty();
    }
}
