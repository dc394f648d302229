package org.parley.offline;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Guesses in which list a question is answered: by how it is put, and by the words that the lists share with it. */
final class ListChooser {
    private record Hint(ListKind kind, int weight, Pattern pattern) {
        Hint(ListKind kind, int weight, String pattern) {
            this(kind, weight, Pattern.compile(pattern));
        }

        int in(String text) {
            return pattern.matcher(text).find() ? weight : 0;
        }
    }

    private static final List<Hint> HINTS = List.of(
            new Hint(ListKind.PEOPLE, 5, "(?i)\\b(?:who|whom|whose)\\b"),
            new Hint(
                    ListKind.PEOPLE,
                    4,
                    "(?i)\\b(?:dr|doctors?|physicians?|nurses?|surgeons?|specialists?|persons?|people|someone|speaks?"
                            + "|managers?|contacts?|\\w{3,20}(?:ologist|iatrician|iatrist|ician|therapist|onomist|pharmacist|dentist)s?)\\b"),
            new Hint(ListKind.PEOPLE, 3, "\\b(?!I\\b)\\S{1,40}\\s\\p{Lu}\\p{Ll}+\\s\\p{Lu}[\\p{Ll}'’-]+"),
            new Hint(ListKind.PEOPLE, 5, "\\bDr\\b"),
            new Hint(ListKind.PLACES, 1, ""),
            new Hint(ListKind.PLACES, 3, "(?i)\\b(?:where|open|opens|opening|hours|closed?|closes)\\b"),
            new Hint(
                    ListKind.PLACES,
                    2,
                    "(?i)\\b(?:departments?|clinics?|wards?|units?|offices?|buildings?|floors?|labs?|centers?"
                            + "|\\w{2,20}(?:ology|iatrics|surgery|therapy))\\b"),
            new Hint(ListKind.ITEMS, 4, "\\p{Lu}\\S{1,40}\\s\\d"),
            new Hint(ListKind.ITEMS, 1, ""),
            new Hint(ListKind.ITEMS, 3, "(?i)\\bcosts?\\b"),
            new Hint(
                    ListKind.ITEMS,
                    5,
                    "(?i)\\b(?:products?|prices?|how much|dose|dosage|packs?|stock|buy|sell|against|articles?|items?)\\b"),
            new Hint(ListKind.ANSWERS, 3, "(?i)\\bhow\\b(?! (?:much|many)\\b)"),
            new Hint(
                    ListKind.ANSWERS,
                    3,
                    "(?i)\\b(?:can|could|may|should|must|do|will|did) (?:i|we|you|my)\\b|\\b(?:is|are) there\\b"
                            + "|\\bwhy\\b|\\bwhat (?:if|happens)\\b|\\ballowed\\b"),
            new Hint(
                    ListKind.ANSWERS,
                    5,
                    "(?i)\\b(?:visiting|visits?|visitors?|park|parking|bills?|pay|payments?|insurance|polic(?:y|ies)"
                            + "|returns?|refunds?|deliver|delivery|deliveries|shipping|cancel|appointments?|referrals?"
                            + "|complaints?|wi-?fi|orders?|discounts?|licen[sc]e)\\b"));

    private static final int TOLD = 2;
    private static final int IN_NAME = 4;
    private static final int IN_DESCRIPTION = 2;

    private final List<OfferedList> lists;

    ListChooser(List<OfferedList> lists) {
        this.lists = List.copyOf(lists);
    }

    /** Lists that may answer, the likeliest first; in the order of the prompt where nothing speaks for one of them. */
    List<OfferedList> rank(SubQuestion question) {
        return lists.stream()
                .sorted(Comparator.comparingInt((OfferedList list) -> score(question, list))
                        .reversed())
                .toList();
    }

    int score(SubQuestion question, OfferedList list) {
        int hints = HINTS.stream()
                .filter(hint -> hint.kind() == list.kind())
                .mapToInt(hint -> hint.in(question.text()))
                .sum();
        int told = TOLD * (int) question.aspects().stream().filter(list::tells).count();
        int shared =
                question.subject().stream().mapToInt(word -> shared(word, list)).sum();
        return hints + told + shared;
    }

    private static int shared(String word, OfferedList list) {
        if (Words.anyAlike(word, Words.of(list.name()))) {
            return IN_NAME;
        }
        if (Words.anyAlike(word, Words.of(list.description()))) {
            return IN_DESCRIPTION;
        }
        return Words.anyAlike(word, list.fields()) ? 1 : 0;
    }
}
