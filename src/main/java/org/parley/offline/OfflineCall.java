package org.parley.offline;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.parley.platform.Json;

/** A call of a tool that the model asks for, or asked for earlier. */
record OfflineCall(String id, String name, JsonObject arguments) {
    static final String SEARCH = "search_directory";
    static final String DIRECTORIES = "get_available_directories";

    /** Reads a call from the history; arguments that are no JSON object count as none. */
    static OfflineCall parse(JsonObject call) {
        JsonObject function = call.get("function") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        JsonObject arguments = function.get("arguments") instanceof JsonString text
                ? Json.parseObject(text.getString()).orElse(JsonValue.EMPTY_JSON_OBJECT)
                : JsonValue.EMPTY_JSON_OBJECT;
        return new OfflineCall(OfflineJson.text(call, "id"), OfflineJson.text(function, "name"), arguments);
    }

    String list() {
        return OfflineJson.text(arguments, "list_name");
    }

    String query() {
        return OfflineJson.text(arguments, "query");
    }

    JsonObject toJson() {
        return Json.object()
                .add("id", id)
                .add("type", "function")
                .add("function", Json.object().add("name", name).add("arguments", arguments.toString()))
                .build();
    }
}
