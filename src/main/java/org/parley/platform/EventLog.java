package org.parley.platform;

import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log events for operators: one JSON object a line on standard output, with a dotted {@code event} name. Values are
 * names, numbers and ids; prompts, messages, keys and tokens are never given to it.
 */
public final class EventLog {
    private EventLog() {}

    public static void info(String event, Map<String, ?> fields) {
        write("info", event, fields);
    }

    public static void error(String event, Map<String, ?> fields) {
        write("error", event, fields);
    }

    @SuppressWarnings("SystemOut")
    private static void write(String level, String event, Map<String, ?> fields) {
        JsonObjectBuilder line = Json.object()
                .add("time", Instant.now().toString())
                .add("level", level)
                .add("event", event);
        fields.forEach((name, value) -> add(line, name, value));
        System.out.println(line.build());
    }

    private static void add(JsonObjectBuilder line, String name, @Nullable Object value) {
        if (value == null) {
            line.addNull(name);
        } else if (value instanceof BigDecimal number) {
            line.add(name, number);
        } else if (value instanceof Number number) {
            line.add(name, number.longValue());
        } else {
            line.add(name, value.toString());
        }
    }
}
