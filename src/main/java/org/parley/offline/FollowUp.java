package org.parley.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The earlier question and answer that a message such as "and on Sunday?" refers to.
 *
 * @param before the conversation before that question
 */
record FollowUp(String question, String answer, List<CompletionMessage> before) {
    private static final Pattern OPENING = Pattern.compile("(?i)^\\s*(?:and|what about|how about|or)\\b");
    private static final Pattern PERSON = Pattern.compile("(?i)\\b(?:he|she|him|her|his|hers)\\b");
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*\\n]{2,80})\\*\\*");

    /** Whether the message has no subject of its own, or only changes the subject of the one before. */
    static boolean isFollowUp(String message, List<SubQuestion> questions) {
        if (questions.isEmpty()) {
            return false;
        }
        SubQuestion first = questions.get(0);
        return first.subject().isEmpty()
                || (first.aspects().isEmpty() && OPENING.matcher(message).find());
    }

    static Optional<FollowUp> of(List<CompletionMessage> before) {
        for (int at = before.size() - 1; at >= 0; at--) {
            if (before.get(at).isUser()) {
                return Optional.of(new FollowUp(
                        before.get(at).text(), answer(before.subList(at + 1, before.size())), before.subList(0, at)));
            }
        }
        return Optional.empty();
    }

    /** The lookups of the message, the first question of which is completed from the plan of the earlier one. */
    List<Lookup> resolve(List<SubQuestion> questions, List<Lookup> earlier, Function<SubQuestion, Lookup> choose) {
        List<Lookup> lookups = new ArrayList<>();
        SubQuestion first = questions.get(0);
        if (earlier.isEmpty()) {
            lookups.add(choose.apply(first));
        } else if (first.subject().isEmpty()) {
            Lookup meant = meant(first, earlier);
            lookups.add(new Lookup(first.about(subject(meant)), meant.list()));
        } else {
            lookups.add(choose.apply(first.asking(earlier.get(0).question())));
        }
        questions.stream().skip(1).map(choose).forEach(lookups::add);
        return lookups;
    }

    /** The lookup of the list that can tell what is asked now, of people when the message says he or she. */
    private static Lookup meant(SubQuestion question, List<Lookup> earlier) {
        boolean person = PERSON.matcher(question.text()).find();
        return earlier.stream()
                .filter(lookup -> !person || lookup.list().kind() == ListKind.PEOPLE)
                .filter(lookup -> question.aspects().stream().allMatch(lookup.list()::tells))
                .reduce((one, next) -> sameAspect(one, question) ? one : next)
                .orElse(earlier.get(0));
    }

    private static boolean sameAspect(Lookup lookup, SubQuestion question) {
        return lookup.question().aspects().stream().anyMatch(question.aspects()::contains);
    }

    /** The one person whom the answer named, if there was one; else what was searched before. */
    private List<String> subject(Lookup meant) {
        List<String> names = answer.lines()
                .filter(line -> !line.contains("** is open") && !line.contains("** is closed"))
                .flatMap(line -> BOLD.matcher(line).results().map(result -> result.group(1)))
                .distinct()
                .toList();
        return meant.list().kind() == ListKind.PEOPLE && names.size() == 1
                ? Words.of(names.get(0))
                : meant.question().subject();
    }

    private static String answer(List<CompletionMessage> messages) {
        return messages.stream()
                .filter(CompletionMessage::isAssistant)
                .map(CompletionMessage::text)
                .reduce("", (all, text) -> all + "\n" + text);
    }
}
