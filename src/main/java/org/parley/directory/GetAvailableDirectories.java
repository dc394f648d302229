package org.parley.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import org.parley.agent.Agent;
import org.parley.platform.Json;
import org.parley.tool.Tool;

/** The tool by which an agent finds out which lists there are. */
@ApplicationScoped
public class GetAvailableDirectories implements Tool {
    private static final JsonObject SCHEMA = Json.parseObject(
                    "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}")
            .orElseThrow();

    @Inject
    Directories directories;

    @Override
    public String name() {
        return "get_available_directories";
    }

    @Override
    public String description() {
        return "Tells which directory lists there are, with their fields and tags.";
    }

    @Override
    public JsonObject schema() {
        return SCHEMA;
    }

    @Override
    public JsonObject call(JsonObject arguments, Agent agent) {
        JsonArrayBuilder lists = Json.array();
        directories.lists(agent).forEach(list -> lists.add(toJson(list)));
        return Json.object().add("directories", lists).build();
    }

    private static JsonObject toJson(DirectoryList list) {
        return Json.object()
                .add("list_name", list.name())
                .add("title", list.title())
                .add("description", list.description())
                .add("entries", list.entryCount())
                .add("fields", Json.strings(list.fieldNames()))
                .add("tags", Json.strings(list.tagNames()))
                .build();
    }
}
