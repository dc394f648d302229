package org.parley.offline;

import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** Picks the entries that answer a question best; equal ones stay in the order in which they were found. */
record EntryRanking(SubQuestion question, ListKind kind) {
    List<JsonObject> select(LookupResult result) {
        List<JsonObject> entries = result.entries();
        if (kind == ListKind.ANSWERS) {
            return sorted(entries, Comparator.comparingDouble(this::asked));
        }
        if (result.matchesSome()) {
            return nearest(entries);
        }
        List<JsonObject> named = entries.stream().filter(this::isNamed).toList();
        if (!named.isEmpty()) {
            return named;
        }
        return kind == ListKind.PEOPLE ? sorted(entries, Comparator.comparingInt(this::profession)) : entries;
    }

    private static List<JsonObject> sorted(List<JsonObject> entries, Comparator<JsonObject> worstFirst) {
        return entries.stream().sorted(worstFirst.reversed()).toList();
    }

    private List<JsonObject> nearest(List<JsonObject> entries) {
        int best = entries.stream().mapToInt(this::found).max().orElse(0);
        return entries.stream().filter(entry -> found(entry) == best).toList();
    }

    /** The words that the visitor put first weigh most. */
    private int found(JsonObject entry) {
        List<String> subject = question.subject();
        int found = 0;
        for (int i = 0; i < subject.size(); i++) {
            found += Words.found(subject.subList(i, i + 1), entry.toString()) * (subject.size() - i);
        }
        return found;
    }

    private int profession(JsonObject entry) {
        return 2 * Words.found(question.subject(), OfflineJson.text(entry, "title"))
                + Words.found(question.subject(), OfflineJson.text(entry, "specialty"));
    }

    /** How much of the question the entry's own question has, and how little besides. */
    private double asked(JsonObject entry) {
        String asked = OfflineJson.text(entry, "question");
        long words = Words.of(asked).stream().filter(Words::isContent).count();
        return Words.found(question.words(), asked) * 100.0
                + Words.found(question.subject(), asked) * 50.0
                + Words.found(question.subject(), OfflineJson.text(entry, "topic")) * 20.0
                + Words.found(question.subject(), OfflineJson.text(entry, "answer")) * 10.0
                - words;
    }

    /** Whether the entry's own question has all that was asked for. */
    boolean isAsked(JsonObject entry) {
        String asked = OfflineJson.text(entry, "question");
        List<String> words = question.subject().isEmpty() ? question.words() : question.subject();
        return Words.found(words, asked) == words.size();
    }

    /** Whether the question names this place or person, and not only something that it has. */
    private boolean isNamed(JsonObject entry) {
        List<String> subject = question.subject();
        boolean nameable = kind == ListKind.PLACES || (kind == ListKind.PEOPLE && subject.size() > 1);
        return nameable && !subject.isEmpty() && Words.found(subject, EntryWriter.name(entry)) == subject.size();
    }
}
