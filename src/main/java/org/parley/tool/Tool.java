package org.parley.tool;

import jakarta.json.JsonObject;
import org.parley.agent.Agent;

/**
 * Something that an agent can do. A tool is a CDI bean; which tools an agent has is configuration. A call runs in a
 * transaction of its own, which commits together with the outcome on record and rolls back when the call fails.
 */
public interface Tool {
    /** Unique in the installation. */
    String name();

    /** What the model reads to know when to use it. */
    String description();

    /** JSON schema (2020-12) of the arguments. */
    JsonObject schema();

    /**
     * Does the work.
     *
     * @param arguments valid against the schema
     * @param agent on whose behalf; the tenant comes from here and never from the arguments
     * @return what the model is shown
     * @throws ToolException when it cannot be done; its message is shown to the model
     */
    JsonObject call(JsonObject arguments, Agent agent) throws ToolException;
}
