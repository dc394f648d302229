package org.parley.llm;

import jakarta.json.JsonObject;
import org.parley.platform.Json;

/**
 * A call of a tool that the model asks for.
 *
 * @param arguments as the model wrote them: meant to be a JSON object, but not to be trusted
 */
public record ToolCall(String id, String name, String arguments) {
    JsonObject toJson() {
        return Json.object()
                .add("id", id)
                .add("type", "function")
                .add("function", Json.object().add("name", name).add("arguments", arguments))
                .build();
    }
}
