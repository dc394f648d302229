package org.parley.offline;

import jakarta.json.JsonObject;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes one entry as Markdown, from the fields that it has and nothing else. */
final class EntryWriter {
    private static final int MAX_VALUE = 300;
    private static final int MAX_ANSWER = 2_000;
    private static final int MAX_DETAILS = 3;
    private static final int MAX_OTHER = 6;
    private static final List<String> PERSON = List.of("title", "role", "specialty", "responsibility", "department");

    private static final Set<String> SHOWN = Set.of(
            "id",
            "name",
            "title",
            "role",
            "specialty",
            "responsibility",
            "department",
            "services",
            "category",
            "use",
            "crop");

    private final ListKind kind;
    private final SubQuestion question;

    EntryWriter(ListKind kind, SubQuestion question) {
        this.kind = kind;
        this.question = question;
    }

    /** What an entry is called. */
    static String name(JsonObject entry) {
        return Stream.concat(Stream.of("name", "question", "title"), entry.keySet().stream())
                .map(field -> value(entry, field))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Entry without a name");
    }

    String write(JsonObject entry) {
        if (kind == ListKind.ANSWERS) {
            return limit(OfflineJson.text(entry, "answer").strip(), MAX_ANSWER);
        }
        if (kind == ListKind.PLACES && asks(Aspect.HOURS) && !hours(entry).isEmpty()) {
            return openingHours(entry);
        }
        List<String> parts = new ArrayList<>();
        parts.add("**" + name(entry) + "**" + description(entry));
        shown().forEach(aspect -> told(entry, aspect).ifPresent(parts::add));
        parts.addAll(asked(entry));
        if (kind == ListKind.OTHER) {
            entry.keySet().stream()
                    .filter(field -> !value(entry, field).equals(name(entry)))
                    .flatMap(field -> labelled(entry, field).stream())
                    .limit(MAX_OTHER)
                    .forEach(parts::add);
        }
        return String.join(" · ", parts);
    }

    private boolean asks(Aspect aspect) {
        return question.aspects().contains(aspect);
    }

    /** "**Pharmacy** is open Mon-Fri 08:00-18:00.", or for the day that was asked. */
    private String openingHours(JsonObject entry) {
        StringBuilder text = new StringBuilder("**" + name(entry) + "** ");
        List<String> days = question.days().stream()
                .flatMap(day -> OpeningHours.on(day, hours(entry)).map(times -> on(day, times)).stream())
                .toList();
        text.append(
                days.isEmpty()
                        ? "is open " + hours(entry)
                        : String.join(" and ", days) + " (all hours: " + hours(entry) + ")");
        question.aspects().stream()
                .filter(aspect -> aspect != Aspect.HOURS)
                .forEach(aspect ->
                        told(entry, aspect).ifPresent(told -> text.append(" · ").append(told)));
        return text.append('.').toString();
    }

    private static String on(DayOfWeek day, String times) {
        return times.isEmpty()
                ? "is closed on " + Weekdays.name(day)
                : "is open on " + Weekdays.name(day) + " " + times;
    }

    private String description(JsonObject entry) {
        return switch (kind) {
            case PEOPLE -> person(entry);
            case ITEMS -> item(entry);
            default -> value(entry, "services").isEmpty() ? "" : ", " + value(entry, "services");
        };
    }

    private static String person(JsonObject entry) {
        Set<String> details = new LinkedHashSet<>();
        PERSON.stream()
                .filter(field -> !field.equals("role") || value(entry, "title").isEmpty())
                .map(field -> value(entry, field))
                .filter(text -> !text.isEmpty())
                .limit(MAX_DETAILS)
                .forEach(details::add);
        return details.isEmpty() ? "" : ", " + String.join(", ", details);
    }

    private static String item(JsonObject entry) {
        String category = value(entry, "category");
        String text = category.isEmpty() ? "" : " (" + category + ")";
        String use = value(entry, "use");
        return text
                + (use.isEmpty() ? "" : ": " + use)
                + labelled(entry, "crop").map(crop -> " · " + crop).orElse("");
    }

    /** What is always worth telling of an entry of this kind, then what was asked. */
    private Set<Aspect> shown() {
        List<Aspect> usual =
                switch (kind) {
                    case PEOPLE -> List.of(Aspect.PHONE);
                    case PLACES -> List.of(Aspect.PLACE, Aspect.PHONE, Aspect.HOURS);
                    case ITEMS -> List.of(Aspect.PRICE, Aspect.PACK, Aspect.STOCK);
                    default -> List.<Aspect>of();
                };
        Set<Aspect> shown = new LinkedHashSet<>(question.aspects());
        shown.addAll(usual);
        return kind == ListKind.OTHER ? Set.of() : shown;
    }

    /** Other fields that the question names, such as the head of a department. */
    private List<String> asked(JsonObject entry) {
        return entry.keySet().stream()
                .filter(field -> !SHOWN.contains(field)
                        && Stream.of(Aspect.values()).noneMatch(aspect -> aspect.isToldBy(field)))
                .filter(field -> question.words().stream()
                        .anyMatch(word -> Words.stem(word).equals(Words.stem(field))))
                .flatMap(field -> labelled(entry, field).stream())
                .toList();
    }

    private static Optional<String> told(JsonObject entry, Aspect aspect) {
        return aspect.fieldOf(entry.keySet()).flatMap(field -> labelled(entry, field));
    }

    private static String hours(JsonObject entry) {
        return Aspect.HOURS
                .fieldOf(entry.keySet())
                .map(field -> value(entry, field))
                .orElse("");
    }

    private static Optional<String> labelled(JsonObject entry, String field) {
        String text = value(entry, field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (field.equals("stock")) {
            return Optional.of(text.equals("0") ? "out of stock" : "in stock: " + text);
        }
        return Optional.of(field.replace("_usd", " USD").replace('_', ' ') + ": " + text);
    }

    private static String value(JsonObject entry, String field) {
        return limit(OfflineJson.text(entry, field).replaceAll("\\s+", " ").strip(), MAX_VALUE);
    }

    private static String limit(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + " …";
    }
}
