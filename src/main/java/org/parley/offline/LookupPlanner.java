package org.parley.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what to search for a message: one lookup for each thing that it asks. */
final class LookupPlanner {
    private static final int MAX_LOOKUPS = 5;
    private static final int MAX_LOOKBACK = 4;
    private static final int PLAUSIBLE = 3;
    private static final int WIDE = 3;

    private final List<OfferedList> lists;
    private final ListChooser chooser;

    LookupPlanner(List<OfferedList> lists) {
        this.lists = List.copyOf(lists);
        this.chooser = new ListChooser(lists);
    }

    /** The lookups for a message, the conversation before it given; none when it asks nothing. */
    List<Lookup> plan(String message, List<CompletionMessage> before) {
        return plan(message, before, MAX_LOOKBACK);
    }

    private List<Lookup> plan(String message, List<CompletionMessage> before, int lookback) {
        if (lists.isEmpty()) {
            return List.of();
        }
        List<SubQuestion> questions = SubQuestions.of(message);
        if (FollowUp.isFollowUp(message, questions) && lookback > 0) {
            Optional<FollowUp> followUp = FollowUp.of(before);
            if (followUp.isPresent()) {
                FollowUp earlier = followUp.get();
                List<Lookup> plan = plan(earlier.question(), earlier.before(), lookback - 1);
                return distinct(earlier.resolve(questions, plan, this::best));
            }
        }
        return distinct(questions.stream().map(this::best).toList());
    }

    /** A lookup of the same question in the next plausible list that was not searched for it yet. */
    Optional<Lookup> alternative(SubQuestion question, Set<String> searched, boolean foundSome) {
        return lists.stream()
                .filter(list -> !searched.contains(list.name()))
                .filter(list -> !foundSome || chooser.score(question, list) >= PLAUSIBLE)
                .max(Comparator.comparingInt(list -> chooser.score(question, list) + wideness(list)))
                .map(list -> new Lookup(question, list));
    }

    /** Answers to common questions are the widest net. */
    private static int wideness(OfferedList list) {
        return list.kind() == ListKind.ANSWERS ? WIDE : 0;
    }

    /** Without a subject, as in "When are you open?", an answer to a common question is likeliest. */
    private Lookup best(SubQuestion question) {
        List<OfferedList> ranked = chooser.rank(question);
        OfferedList best = ranked.stream()
                .filter(list -> question.subject().isEmpty() && list.kind() == ListKind.ANSWERS)
                .findFirst()
                .orElse(ranked.get(0));
        return new Lookup(question, best);
    }

    /** Says so when the message asked more than is looked up at once. */
    static String leftOut(String message) {
        return SubQuestions.of(message).size() <= MAX_LOOKUPS
                ? ""
                : "\n\nI look up " + MAX_LOOKUPS + " things at once; please ask the others again.";
    }

    private static List<Lookup> distinct(List<Lookup> lookups) {
        Set<String> seen = new HashSet<>();
        List<Lookup> distinct = new ArrayList<>();
        for (Lookup lookup : lookups) {
            if (distinct.size() < MAX_LOOKUPS && seen.add(lookup.list().name() + "\n" + Words.lower(lookup.query()))) {
                distinct.add(lookup);
            }
        }
        return List.copyOf(distinct);
    }
}
