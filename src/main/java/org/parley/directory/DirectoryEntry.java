package org.parley.directory;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.parley.platform.Json;

/**
 * One entry of a list that a search found, such as a person or a product.
 *
 * @param data its values by field, a JSON object
 * @param tags with commas between them
 * @param matched how many of the words that were looked for are in it
 */
record DirectoryEntry(String data, String tags, int matched) {
    static DirectoryEntry of(ResultSet row) throws SQLException {
        return new DirectoryEntry(row.getString(1), row.getString(2), row.getInt(3));
    }

    /** Its values by field, and its tags when it has any. */
    JsonObject toJson() {
        JsonObjectBuilder entry = Json.object();
        Json.parseObject(data).ifPresent(values -> values.forEach(entry::add));
        return tags.isEmpty()
                ? entry.build()
                : entry.add("tags", Json.strings(List.of(tags.split(",")))).build();
    }
}
