package org.parley.offline;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the answer from tool results: one section for each question, none of it invented. */
final class AnswerWriter {
    private static final int MAX_ENTRIES = 5;
    private static final int MAX_NEAR = 3;
    private static final int MAX_ANSWERS = 2;

    private final Map<String, OfferedList> lists;

    AnswerWriter(List<OfferedList> lists) {
        this.lists =
                lists.stream().collect(Collectors.toMap(OfferedList::name, Function.identity(), (one, other) -> one));
    }

    /** The answers to these questions; results of no question are answered as if the whole message had asked for them. */
    String write(String message, List<SubQuestion> questions, List<LookupResult> results) {
        List<String> sections = new ArrayList<>();
        Set<LookupResult> left = new LinkedHashSet<>(results);
        for (SubQuestion question : questions) {
            List<LookupResult> own =
                    results.stream().filter(result -> belongs(result, question)).toList();
            own.forEach(left::remove);
            own.stream()
                    .max(Comparator.comparingInt(LookupResult::rank))
                    .ifPresent(best -> sections.add(section(question, best, own)));
        }
        left.forEach(result -> sections.add(section(SubQuestion.of(message), result, List.of(result))));
        return String.join("\n\n", sections);
    }

    boolean belongs(LookupResult result, SubQuestion question) {
        OfferedList list = lists.get(result.call().list());
        return list != null && new Lookup(question, list).isAskedBy(result.call());
    }

    private String section(SubQuestion question, LookupResult best, List<LookupResult> all) {
        if (best.failed()) {
            return "The lookup " + where(best, Stream.of(best))
                    + " failed, so I cannot answer that part. Please try again.";
        }
        if (best.entries().isEmpty()) {
            return "I found nothing " + where(best, all.stream()) + ".";
        }
        return kind(best) == ListKind.ANSWERS ? answers(question, best) : listing(question, best);
    }

    /** The answer alone where the visitor asked what the entry asks; else the nearest ones with their questions. */
    private static String answers(SubQuestion question, LookupResult result) {
        EntryRanking ranking = new EntryRanking(question, ListKind.ANSWERS);
        EntryWriter writer = new EntryWriter(ListKind.ANSWERS, question);
        List<JsonObject> entries = ranking.select(result);
        if (result.matchesAll() && ranking.isAsked(entries.get(0))) {
            return writer.write(entries.get(0));
        }
        String nearest = entries.stream()
                .limit(MAX_ANSWERS)
                .map(entry -> "- **" + EntryWriter.name(entry) + "** " + writer.write(entry))
                .collect(Collectors.joining("\n"));
        return (result.matchesAll() ? "These answers come closest" : nothingExact(result)) + ":\n\n" + nearest;
    }

    private String listing(SubQuestion question, LookupResult result) {
        List<JsonObject> entries = new EntryRanking(question, kind(result)).select(result);
        int limit = result.matchesAll() ? MAX_ENTRIES : MAX_NEAR;
        EntryWriter writer = new EntryWriter(kind(result), question);
        List<String> lines = entries.stream().limit(limit).map(writer::write).toList();
        String text = lines.size() == 1 ? lines.get(0) : lines.stream().collect(Collectors.joining("\n- ", "- ", ""));
        if (!result.matchesAll()) {
            return nothingExact(result) + ":\n\n" + text;
        }
        String lead = lines.size() == 1 ? "" : from(result) + ":\n\n";
        return lead + text + (isMore(result, entries) ? more(result) : "");
    }

    private static String from(LookupResult result) {
        String query = result.call().query();
        return "From " + result.call().list() + (query.isEmpty() ? "" : ", for “" + query + "”");
    }

    private static String nothingExact(LookupResult result) {
        return "I found nothing exact " + where(result, Stream.of(result)) + ". The closest";
    }

    private static boolean isMore(LookupResult result, List<JsonObject> entries) {
        return entries.size() > MAX_ENTRIES
                || (result.hasMore() && entries.size() == result.entries().size());
    }

    private static String more(LookupResult result) {
        return "\n\nThere are more in " + result.call().list() + "; ask for something narrower to see them.";
    }

    private static String where(LookupResult result, Stream<LookupResult> all) {
        String names = all.filter(one -> !one.failed() || one.equals(result))
                .map(one -> one.call().list())
                .distinct()
                .collect(Collectors.joining(" and "));
        String query = result.call().query();
        return (names.isEmpty() ? "" : "in " + names) + (query.isEmpty() ? "" : " for “" + query + "”");
    }

    /** Told from the fields of the entries where the prompt does not tell it. */
    private ListKind kind(LookupResult result) {
        OfferedList list = lists.get(result.call().list());
        return list == null || list.fields().isEmpty()
                ? ListKind.of(List.copyOf(result.entries().get(0).keySet()))
                : list.kind();
    }
}
