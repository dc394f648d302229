package org.parley.it;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/** The events of a turn, read as they come. */
final class EventStream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    record Event(String id, String name, JsonObject data) {
        String text(String field) {
            return data.getString(field);
        }
    }

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Waits for the next event; empty at the end of the stream. */
    Optional<Event> next() {
        String id = "";
        String name = "";
        String data = "";
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !name.isEmpty()) {
                    return Optional.of(
                            new Event(id, name, Json.parseObject(data).orElseThrow()));
                }
                id = value(line, "id", id);
                name = value(line, "event", name);
                data = value(line, "data", data);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an event of that name and passes over the others. */
    Event await(String name) {
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            if (event.get().name().equals(name)) {
                return event.get();
            }
        }
        throw new AssertionError("the stream ended without " + name);
    }

    /** All that is left. */
    List<Event> all() {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    static String text(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("message"))
                .map(event -> event.text("delta"))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(String line, String field, String otherwise) {
        return line.startsWith(field + ":") ? line.substring(field.length() + 1).strip() : otherwise;
    }
}
