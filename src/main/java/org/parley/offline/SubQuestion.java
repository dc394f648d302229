package org.parley.offline;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One thing that a visitor asks.
 *
 * @param text the words as asked, from which the kind of list is guessed
 * @param words what may be searched: no question words, no fillers
 */
record SubQuestion(String text, List<String> words, Set<Aspect> aspects, Set<DayOfWeek> days) {
    private static final int MAX_QUERY_WORDS = 8;

    static SubQuestion of(String text) {
        List<String> all = Words.of(text);
        Set<DayOfWeek> days = Weekdays.in(all);
        Set<Aspect> aspects = Aspect.of(all);
        if (!days.isEmpty()) {
            aspects.add(Aspect.HOURS);
        }
        if (Words.lower(text).contains("how much")) {
            aspects.add(Aspect.PRICE);
        }
        return new SubQuestion(
                text, all.stream().filter(Words::isContent).distinct().toList(), aspects, days);
    }

    /** The words that name the subject, not what is asked about it. */
    List<String> subject() {
        return words.stream()
                .filter(word -> !Aspect.isAspect(word) && !Weekdays.isDay(word))
                .toList();
    }

    boolean asksNothing() {
        return words.isEmpty() && aspects.isEmpty();
    }

    /** What to search in that list: words that its fields answer are left out, if any other word remains. */
    String queryFor(OfferedList list) {
        List<String> keys = words.stream()
                .filter(word -> list.kind() == ListKind.ANSWERS || !isAnsweredBy(word, list))
                .toList();
        List<String> named = keys.stream().filter(word -> !list.isNamedBy(word)).toList();
        List<String> query = Stream.of(named, keys, words)
                .filter(candidates -> !candidates.isEmpty())
                .findFirst()
                .orElse(List.of());
        return String.join(" ", query.subList(0, Math.min(query.size(), MAX_QUERY_WORDS)));
    }

    /** This question with what the other one, which refers to it, asks besides. */
    SubQuestion with(SubQuestion other) {
        List<String> all = Stream.concat(words.stream(), other.subject().stream())
                .distinct()
                .toList();
        return new SubQuestion(
                text + " " + other.text, all, union(aspects, other.aspects), unionOfDays(days, other.days));
    }

    /** The same question about another subject. */
    SubQuestion about(List<String> subject) {
        List<String> all = new ArrayList<>(subject);
        words.stream().filter(word -> !all.contains(word)).forEach(all::add);
        return new SubQuestion(text, List.copyOf(all), aspects, days);
    }

    /** This question, asking the same of its subject as an earlier one did of another. */
    SubQuestion asking(SubQuestion earlier) {
        return new SubQuestion(earlier.text + " " + text, words, union(aspects, earlier.aspects), days);
    }

    private static boolean isAnsweredBy(String word, OfferedList list) {
        if (Weekdays.isDay(word)) {
            return list.tells(Aspect.HOURS);
        }
        boolean isField =
                list.fields().stream().anyMatch(field -> Words.stem(field).equals(Words.stem(word)));
        return isField || Stream.of(Aspect.values()).anyMatch(aspect -> aspect.isNamedBy(word) && list.tells(aspect));
    }

    private static Set<Aspect> union(Set<Aspect> one, Set<Aspect> other) {
        Set<Aspect> all = EnumSet.noneOf(Aspect.class);
        all.addAll(one);
        all.addAll(other);
        return all;
    }

    private static Set<DayOfWeek> unionOfDays(Set<DayOfWeek> one, Set<DayOfWeek> other) {
        Set<DayOfWeek> all = EnumSet.noneOf(DayOfWeek.class);
        all.addAll(one);
        all.addAll(other);
        return all;
    }
}
