package org.parley.tool;

import java.util.Optional;
import java.util.stream.Stream;
import org.parley.agent.Agent;

/** Every agent has these tools. */
final class FakeCatalog extends ToolCatalog {
    private final Tool[] tools;

    FakeCatalog(Tool... tools) {
        this.tools = tools.clone();
    }

    @Override
    Optional<Tool> find(Agent agent, String name) {
        return Stream.of(tools).filter(tool -> tool.name().equals(name)).findFirst();
    }
}
