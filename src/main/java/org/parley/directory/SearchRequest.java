package org.parley.directory;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * What is looked for.
 *
 * @param words of the query, normalized; none matches every entry
 * @param filters by field: a part of its value, in any case
 * @param tag empty for any
 */
record SearchRequest(List<String> words, JsonObject filters, String tag, int limit) {
    private static final int DEFAULT_LIMIT = 10;

    static SearchRequest of(JsonObject arguments) {
        JsonObject filters = arguments.get("filters") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
        return new SearchRequest(
                SearchText.words(arguments.getString("query", "")),
                filters,
                arguments.getString("tag", ""),
                arguments.getInt("limit", DEFAULT_LIMIT));
    }
}
