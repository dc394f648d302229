package org.parley.tool;

import jakarta.json.JsonObject;
import org.parley.agent.Agent;
import org.parley.platform.Json;

/** A tool that does what a test says, and takes any object. */
final class FakeTool implements Tool {
    /** What the tool does. */
    interface Work {
        JsonObject call(JsonObject arguments) throws ToolException;
    }

    private final String name;
    private final Work work;

    FakeTool(String name, Work work) {
        this.name = name;
        this.work = work;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Does what the test says.";
    }

    @Override
    public JsonObject schema() {
        return Json.object().add("type", "object").build();
    }

    @Override
    public JsonObject call(JsonObject arguments, Agent agent) throws ToolException {
        return work.call(arguments);
    }
}
