package org.parley.platform;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON-P with one provider: its static methods look for a provider on each call, which costs more than the parsing. */
public final class Json {
    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private Json() {}

    public static JsonObjectBuilder object() {
        return PROVIDER.createObjectBuilder();
    }

    public static JsonArrayBuilder array() {
        return PROVIDER.createArrayBuilder();
    }

    public static JsonArrayBuilder strings(Iterable<String> items) {
        JsonArrayBuilder array = array();
        items.forEach(array::add);
        return array;
    }

    /** A JSON string for the text, or JSON's null. */
    public static JsonValue value(@Nullable String text) {
        return text == null ? JsonValue.NULL : PROVIDER.createValue(text);
    }

    public static JsonValue number(long value) {
        return PROVIDER.createValue(value);
    }

    /** A text of a client's object; empty when it is absent or null, a 400 when it is something else. */
    public static Optional<String> text(JsonObject json, String field) {
        JsonValue value = json.getOrDefault(field, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        throw Problems.badRequest(field + " is not a string.");
    }

    /** The object that the text is; empty when it is something else or no JSON. */
    public static Optional<JsonObject> parseObject(String text) {
        try (JsonParser parser = PROVIDER.createParser(new StringReader(text))) {
            parser.next();
            JsonValue value = parser.getValue();
            boolean nothingFollows = !parser.hasNext();
            return nothingFollows && value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }
}
