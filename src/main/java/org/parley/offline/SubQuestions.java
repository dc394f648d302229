package org.parley.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a message into the things it asks. */
final class SubQuestions {
    private static final int MAX_LENGTH = 4_000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");
    private static final Pattern SENTENCE =
            Pattern.compile("[?!;\\n]+|(?<!\\b(?:Dr|Mr|Ms|Mrs|Prof|St|No|ext))\\.(?=\\s|$)");
    private static final String ASKING = "who|whom|whose|what|when|where|which|why|how";
    private static final Pattern CLAUSE = Pattern.compile(
            "(?i)\\s*(?:,\\s*)?\\b(?:and|also|plus)\\s+(?:also\\s+)?(?=(?:(?:to|for|in|on|at|by|from)\\s+)?(?:" + ASKING
                    + ")(?:['’]s|['’]re)?\\b"
                    + "|(?:is|are|do|does|did|can|could|may|must|should|will|would|has|have|the|an?|his|her|its|their|your"
                    + "|tell|show|give|find|please)\\b)|,\\s*(?=(?:" + ASKING + ")\\b)");
    private static final Pattern PAIR =
            Pattern.compile("(?i)^([^,]{1,200}?)\\s+and\\s+(\\S{1,60}(?:\\s+\\S{1,60}){0,3})$");
    private static final Pattern OPENING = Pattern.compile("(?i)^[\\s,.:]*(?:(?:and|or|but|also|so)\\b[\\s,]*)+");
    private static final Pattern STATEMENT = Pattern.compile(
            "(?i)^(?:i|i['’]m|i['’]ve|my|we|our|somebody|someone)\\b(?! (?:need|want|look|am looking|would like|search))(?!.*\\b(?:"
                    + ASKING + ")\\b)");
    private static final Pattern POSSESSIVE = Pattern.compile("(?i)\\b(?:its|their)\\b");
    private static final Set<String> VERBS = Words.set("""
            accept accepts accepting speak speaks treat treats work works see sees have has offer offers do does be
            take takes get use need want keep make put call ask pay buy order stay""");
    private static final Set<String> FIXED = Words.set(
            "lost+found labor+delivery terms+conditions health+safety obstetrics+gynecology allergy+immunology");

    private SubQuestions() {}

    static List<SubQuestion> of(String message) {
        String text = CONTROL.matcher(message.substring(0, Math.min(message.length(), MAX_LENGTH)))
                .replaceAll(" ");
        List<SubQuestion> found = new ArrayList<>();
        for (String sentence : SENTENCE.split(text, -1)) {
            for (String clause : CLAUSE.split(sentence, -1)) {
                add(found, clause);
            }
        }
        return withoutStatements(found);
    }

    /** What a visitor tells of himself explains a question and is none, unless it is all that there is. */
    private static List<SubQuestion> withoutStatements(List<SubQuestion> found) {
        List<SubQuestion> asked = found.stream()
                .filter(question -> !STATEMENT.matcher(question.text()).find())
                .toList();
        return asked.isEmpty() ? List.copyOf(found) : asked;
    }

    /** A clause without a subject of its own asks more about the one before it. */
    private static void add(List<SubQuestion> found, String clause) {
        SubQuestion question =
                SubQuestion.of(OPENING.matcher(clause).replaceFirst("").strip());
        if (question.asksNothing()) {
            return;
        }
        if (!found.isEmpty() && refersBack(question)) {
            int last = found.size() - 1;
            found.set(last, found.get(last).with(question));
            return;
        }
        found.addAll(pair(question));
    }

    private static boolean refersBack(SubQuestion question) {
        return question.subject().isEmpty()
                || (question.subject().size() == 1
                        && POSSESSIVE.matcher(question.text()).find());
    }

    /** "the phones of cardiology and radiology" are two questions of one kind. */
    private static List<SubQuestion> pair(SubQuestion question) {
        Matcher matcher = PAIR.matcher(question.text());
        if (!matcher.matches() || isOne(matcher.group(1), matcher.group(2))) {
            return List.of(question);
        }
        SubQuestion left = SubQuestion.of(matcher.group(1));
        SubQuestion right = SubQuestion.of(matcher.group(2));
        return left.subject().isEmpty() || right.subject().isEmpty()
                ? List.of(question)
                : List.of(left, right.asking(left));
    }

    private static boolean isOne(String left, String right) {
        List<String> before = Arrays.asList(left.split("\\s+", -1));
        List<String> after = Arrays.asList(right.split("\\s+", -1));
        String joined = Words.lower(before.get(before.size() - 1)) + "+" + Words.lower(after.get(0));
        return VERBS.contains(Words.lower(after.get(0))) || FIXED.contains(joined) || before.contains("between");
    }
}
