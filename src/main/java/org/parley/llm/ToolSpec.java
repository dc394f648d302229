package org.parley.llm;

import jakarta.json.JsonObject;
import org.parley.platform.Json;

/**
 * A tool as it is offered to a model.
 *
 * @param parameters JSON schema (2020-12) of the arguments
 */
public record ToolSpec(String name, String description, JsonObject parameters) {
    /** Characters that it takes of a request. */
    public int length() {
        return toJson().toString().length();
    }

    JsonObject toJson() {
        return Json.object()
                .add("type", "function")
                .add(
                        "function",
                        Json.object()
                                .add("name", name)
                                .add("description", description)
                                .add("parameters", parameters))
                .build();
    }
}
