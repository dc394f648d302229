package org.parley.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.parley.agent.Agent;
import org.parley.platform.Json;
import org.parley.tool.Tool;
import org.parley.tool.ToolException;

/** The tool by which an agent finds entries of a list. */
@ApplicationScoped
public class SearchDirectory implements Tool {
    private static final JsonObject SCHEMA = Json.parseObject("""
                            {"type":"object","additionalProperties":false,"required":["list_name"],"properties":{
                              "list_name":{"type":"string","description":"Name of the list"},
                              "query":{"type":"string","maxLength":500,"description":"Words to look for in all fields"},
                              "filters":{"type":"object","additionalProperties":{"type":"string"},
                                "description":"Field name to the text that its value must contain"},
                              "tag":{"type":"string","description":"Only entries with this tag"},
                              "limit":{"type":"integer","minimum":1,"maximum":50,"description":"Most entries, 10 if left out"}}}
                            """).orElseThrow();

    @Inject
    Directories directories;

    @Override
    public String name() {
        return "search_directory";
    }

    @Override
    public String description() {
        return "Finds entries of one directory list by words, filters and tag. Several searches may be asked for at once.";
    }

    @Override
    public JsonObject schema() {
        return SCHEMA;
    }

    @Override
    public JsonObject call(JsonObject arguments, Agent agent) throws ToolException {
        DirectoryList list = list(arguments.getString("list_name"), agent);
        SearchRequest request = SearchRequest.of(arguments);
        for (String field : request.filters().keySet()) {
            if (!list.fieldNames().contains(field)) {
                throw new ToolException(
                        "unknown_field",
                        "The list has no such field. Its fields: " + String.join(", ", list.fieldNames()));
            }
        }
        return toJson(list, directories.search(list, agent, request));
    }

    private DirectoryList list(String name, Agent agent) throws ToolException {
        List<DirectoryList> lists = directories.lists(agent);
        return lists.stream()
                .filter(list -> list.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new ToolException("unknown_list", "There is no such list. The lists: " + names(lists)));
    }

    private static String names(List<DirectoryList> lists) {
        return lists.stream().map(DirectoryList::name).collect(Collectors.joining(", "));
    }

    private static JsonObject toJson(DirectoryList list, SearchResult result) {
        JsonArrayBuilder entries = Json.array();
        result.entries().forEach(entries::add);
        return Json.object()
                .add("list_name", list.name())
                .add("match", result.match())
                .add("returned", result.entries().size())
                .add("more", result.more())
                .add("entries", entries)
                .build();
    }
}
