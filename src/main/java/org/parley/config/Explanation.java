package org.parley.config;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.regex.Pattern;
import org.parley.config.ConfigValue.Level;
import org.parley.platform.Json;

/** Where each value of an agent comes from, as a document. Secrets are shown as set or not set, on every level. */
final class Explanation {
    private static final String FILE_SUFFIX = ".yaml";
    /** In an address, where nothing secret belongs and may have been put all the same. */
    private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/\\s]*@");

    private static final Pattern QUERY = Pattern.compile("(?<=://)([^\\s?#]*)[?#]\\S*");

    private Explanation() {}

    static JsonObjectBuilder of(AgentAddress address, AgentReading reading) {
        JsonArrayBuilder keys = Json.array();
        reading.values()
                .ifPresent(values -> ConfigKeys.declared().forEach(key -> keys.add(key(key, values.value(key)))));
        return Json.object()
                .add("account", address.account())
                .add("agent", address.agent())
                .add("served", reading.config().isPresent())
                .add("hash", Json.value(reading.config().map(AgentConfig::hash).orElse(null)))
                .add("fallback", !reading.files().hasOwnConfig())
                .add("keys", keys);
    }

    private static JsonObjectBuilder key(String key, ConfigValue value) {
        boolean secret = ConfigKeys.isSecret(key);
        JsonObjectBuilder entry = Json.object()
                .add("key", key)
                .add("secret", secret)
                .add("set", value.value().isPresent())
                .add(
                        "value",
                        secret
                                ? JsonValue.NULL
                                : Json.value(
                                        value.value().map(Explanation::shown).orElse(null)));
        value.origin().ifPresent(origin -> place(entry, origin));
        JsonArrayBuilder below = Json.array();
        value.levels().stream().skip(1).forEach(level -> {
            JsonObjectBuilder lower = place(Json.object(), level);
            below.add(lower.add("value", secret ? JsonValue.NULL : Json.value(shown(level.value()))));
        });
        return entry.add("below", below);
    }

    private static JsonObjectBuilder place(JsonObjectBuilder entry, Level level) {
        boolean isFile = level.line() > 0 && level.source().endsWith(FILE_SUFFIX);
        return entry.add("source", level.source())
                .add("file", isFile ? Json.value(level.source()) : JsonValue.NULL)
                .add("line", isFile ? Json.number(level.line()) : JsonValue.NULL)
                .add("ordinal", level.ordinal());
    }

    private static String shown(String value) {
        return QUERY.matcher(LOGIN.matcher(value).replaceAll("***@")).replaceAll("$1?***");
    }
}
