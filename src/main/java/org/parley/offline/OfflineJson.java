package org.parley.offline;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/** Lenient reading of values that others wrote. */
final class OfflineJson {
    private OfflineJson() {}

    /** A string or number as text; empty text for anything else. */
    static String text(JsonObject object, String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonString string) {
            return string.getString();
        }
        return value instanceof JsonNumber number ? number.toString() : "";
    }

    static List<JsonObject> objects(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonArray array ? objects(array) : List.of();
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .toList();
    }

    static List<String> strings(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonArray array
                ? array.stream()
                        .filter(JsonString.class::isInstance)
                        .map(value -> ((JsonString) value).getString())
                        .toList()
                : List.of();
    }
}
