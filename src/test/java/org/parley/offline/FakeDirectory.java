package org.parley.offline;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/** Lists with entries, searched as the real tool does it: all words, else some of them, by similar beginnings. */
final class FakeDirectory {
    private record FakeList(String description, List<String> fields, List<JsonObject> entries) {}

    private static final int LIMIT = 10;
    private final Map<String, FakeList> lists = new LinkedHashMap<>();

    /** Adds a list; each row has its values in the order of the fields, separated by a bar. */
    FakeDirectory list(String name, String description, String fields, String rows) {
        List<String> names = List.of(fields.split(", "));
        List<JsonObject> entries = rows.lines()
                .filter(row -> !row.isBlank())
                .map(row -> entry(names, List.of(row.split("\\|", -1))))
                .toList();
        lists.put(name, new FakeList(description, names, entries));
        return this;
    }

    String section() {
        return lists.entrySet().stream()
                .map(list -> "- " + list.getKey() + ": " + list.getValue().description() + " ("
                        + list.getValue().entries().size() + " entries; fields: "
                        + String.join(", ", list.getValue().fields()) + ")")
                .collect(Collectors.joining(
                        "\n",
                        "## Directories\nFacts come from these directories only. Search them with search_directory; list_name is one of:\n",
                        "\n"));
    }

    JsonObject call(OfflineCall call) {
        if (call.name().equals("get_available_directories")) {
            return directories();
        }
        FakeList list = lists.get(call.list());
        return list == null ? error("unknown_list") : search(call, list);
    }

    static JsonObject error(String type) {
        return Json.object()
                .add("error", Json.object().add("type", type).add("message", "internal words"))
                .build();
    }

    private JsonObject directories() {
        JsonArrayBuilder directories = Json.array();
        lists.forEach((name, list) -> {
            JsonArrayBuilder fields = Json.array();
            list.fields().forEach(fields::add);
            directories.add(Json.object()
                    .add("list_name", name)
                    .add("title", name.toUpperCase(Locale.ROOT))
                    .add("description", list.description())
                    .add("entries", list.entries().size())
                    .add("fields", fields)
                    .add("tags", JsonValue.EMPTY_JSON_ARRAY));
        });
        return Json.object().add("directories", directories).build();
    }

    private static JsonObject search(OfflineCall call, FakeList list) {
        List<String> words = words(call.query());
        Map<JsonObject, Integer> found = new LinkedHashMap<>();
        list.entries().forEach(entry -> found.put(entry, matches(words, entry)));
        List<JsonObject> all = new ArrayList<>(list.entries());
        all.removeIf(entry -> found.getOrDefault(entry, 0) < words.size());
        List<JsonObject> some = list.entries().stream()
                .filter(entry -> found.getOrDefault(entry, 0) > 0)
                .sorted(Comparator.comparing((JsonObject entry) -> -found.getOrDefault(entry, 0)))
                .toList();
        List<JsonObject> entries = all.isEmpty() ? some : all;
        String match = entries.isEmpty() ? "none" : all.isEmpty() ? "some" : "all";
        JsonArray returned = entries.stream()
                .limit(LIMIT)
                .collect(Json::array, JsonArrayBuilder::add, JsonArrayBuilder::addAll)
                .build();
        return Json.object()
                .add("list_name", call.list())
                .add("match", match)
                .add("returned", returned.size())
                .add("more", entries.size() > LIMIT)
                .add("entries", returned)
                .build();
    }

    private static int matches(List<String> words, JsonObject entry) {
        List<String> others = words(entry.values().toString());
        return (int) words.stream()
                .filter(word -> others.stream().anyMatch(other -> similar(word, other)))
                .count();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean similar(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int same = 0;
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return one.equals(other) || same >= Math.max(4, Math.max(one.length(), other.length()) * 6 / 10);
    }

    private static JsonObject entry(List<String> names, List<String> values) {
        JsonObjectBuilder entry = Json.object();
        for (int i = 0; i < names.size(); i++) {
            entry.add(names.get(i), values.get(i).strip());
        }
        return entry.build();
    }
}
