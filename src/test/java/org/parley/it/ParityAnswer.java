package org.parley.it;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/** An answer in lines that are the same wherever it is the same: headers in order, values of the moment masked, JSON by its shape. */
final class ParityAnswer {
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "x-request-id");
    private static final List<String> COMMON =
            List.of("content-security-policy", "referrer-policy", "x-content-type-options");
    private static final Set<String> LISTS = Set.of("allow", "vary");
    private static final Set<String> MASKED = Set.of("etag", "last-modified", "set-cookie", "x-llm-request-id");
    private final RawClient.Answer answer;

    ParityAnswer(RawClient.Answer answer) {
        this.answer = answer;
    }

    List<String> lines() {
        if (answer.heads().isEmpty()) {
            return List.of("closed");
        }
        if (RawClient.status(answer.head()) == 0) {
            return List.of("silence");
        }
        List<String> lines = new ArrayList<>();
        answer.heads().forEach(head -> lines.add(String.valueOf(RawClient.status(head))));
        Map<String, String> headers = headers();
        String missing =
                COMMON.stream().filter(name -> !headers.containsKey(name)).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            lines.add("without " + missing);
        }
        headers.forEach((name, value) -> {
            if (!COMMON.contains(name)) {
                lines.add(name + ": " + value);
            }
        });
        lines.addAll(body());
        return lines;
    }

    String text() {
        return new String(answer.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    String header(String name) {
        return RawClient.header(answer.head(), name);
    }

    /** The body, when it is JSON. */
    Optional<JsonObject> json() {
        return header("Content-Type").contains("json") ? Json.parseObject(text()) : Optional.empty();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        for (String line : answer.head().subList(1, answer.head().size())) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            if (!FRAMING.contains(name)) {
                headers.merge(
                        name, value(name, line.substring(name.length() + 1).trim()), (a, b) -> a + " | " + b);
            }
        }
        return headers;
    }

    private static String value(String name, String value) {
        if (MASKED.contains(name)) {
            return value.startsWith("W/") ? "W/…" : "…";
        }
        if (name.equals("content-type")) {
            return value.toLowerCase(Locale.ROOT).replace("; ", ";").replace("json;charset=utf-8", "json");
        }
        return LISTS.contains(name)
                ? Arrays.stream(value.split(",", -1)).map(String::trim).sorted().collect(Collectors.joining(", "))
                : value;
    }

    private List<String> body() {
        if (answer.body().isEmpty()) {
            return List.of();
        }
        if (header("Content-Type").startsWith("text/event-stream")) {
            return events();
        }
        if (header("Content-Encoding").isEmpty()) {
            String other = RawClient.status(answer.head()) < 400 ? "(body)" : text();
            return List.of(json().map(ParityAnswer::document).orElse(other).strip());
        }
        return List.of("(compressed body)");
    }

    /** What clients are told of errors is compared word by word. */
    private static String document(JsonObject document) {
        boolean isError = document.containsKey("request_id") || document.containsKey("error");
        if (isError) {
            return document.toString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…");
        }
        return document.containsKey("checks") ? health(document) : shape(document);
    }

    /** What is beside the names of checks is up to servers. */
    private static String health(JsonObject document) {
        return document.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .map(check -> check.getString("name"))
                .sorted()
                .collect(Collectors.joining(", ", document.getString("status") + ": ", ""));
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        for (String event : text().split("\r?\n\r?\n", -1)) {
            String line = event.lines()
                    .filter(part -> !part.startsWith(":"))
                    .map(ParityAnswer::part)
                    .collect(Collectors.joining(" "));
            if (!line.isEmpty()
                    && (events.isEmpty() || !events.get(events.size() - 1).equals(line))) {
                events.add(line);
            }
        }
        return events;
    }

    private static String part(String line) {
        String value = line.substring(line.indexOf(':') + 1).trim();
        return switch (line.substring(0, line.indexOf(':'))) {
            case "id" -> "id";
            case "data" -> Json.parseObject(value).map(ParityAnswer::shape).orElse(value);
            default -> value;
        };
    }

    private static String shape(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + shape(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof JsonArray array) {
            return array.stream()
                    .map(ParityAnswer::shape)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(" | ", "[", "]"));
        }
        return value.getValueType().name().toLowerCase(Locale.ROOT);
    }
}
