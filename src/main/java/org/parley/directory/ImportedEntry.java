package org.parley.directory;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import org.parley.platform.Json;

/**
 * An entry as it was read.
 *
 * @param values by field, in the order of the fields; a field without a value is absent
 */
record ImportedEntry(String key, Map<String, String> values, List<String> tags) {
    String json() {
        JsonObjectBuilder data = Json.object();
        values.forEach(data::add);
        return data.build().toString();
    }

    String searchText() {
        return SearchText.normalize(String.join(" ", values.values()) + " " + String.join(" ", tags));
    }
}
