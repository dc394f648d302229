package org.parley.offline;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** English words: finding them in a text, their stems, and those that say nothing about what is searched. */
final class Words {
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]{1,40}(?:['’./@_&-][\\p{L}\\p{N}]{1,40}){0,8}");
    private static final Pattern CONTRACTION = Pattern.compile("(?i)(?<=\\p{L})['’](?:s|re|m|ll|d|ve|t)$");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern ENDING = Pattern.compile(
            "(?:(?<=olog)(?:ists?|y|ies|ical)|(?<=iatr)(?:icians?|ics?|ists?|y)|(?<=...)(?:ists?|ments?|ing|ed|ly|er|ers)"
                    + "|(?<=(?:sh|ch|[sxzo]))es|(?<=[^su]{2})s)$");
    private static final int PREFIX = 5;
    private static final int MAX_ENDING = 3;

    private static final Set<String> STOP = set("""
            a about actually after again against all also am an and any anybody anyone anything are around as ask at available
            be because been before being both but by bye can cannot chat could couldn did didn do does doesn doing don dr
            each else every everybody everyone everything exactly example feel few find for found from
            get getting give go going good goodbye got great greetings had has have having he hello help helped helps her here
            hey hi him his how however i idea if in information interested into is isn it its itself just kind know
            learn let like list little ll look looking looks lot made make many may maybe me might mine more morning
            most mr mrs ms much must my myself nbsp need needed needs new nice no not now of off offer offered offers ok okay on once one
            or other our ours out over own please possible prof provide re really recommend responsible same say see seek
            shall she should show so some somebody someone something sort speak such suggest sure take tell than thank
            thanks that the their theirs them then there these they thing things think this those to too treat treats
            try under until up us use used using very via want wants was way we well were what whats when where which
            while who whom whose why will wish with within without would yes yet you your yours
            afternoon evening cheers welcome sir madam question questions answer answers""");

    private Words() {}

    static Set<String> set(String words) {
        return Set.of(words.strip().split("\\s+", -1));
    }

    /** The words of the text as they are written, without contractions. */
    static List<String> of(String text) {
        return TOKEN.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(word -> CONTRACTION.matcher(word).replaceFirst(""))
                .toList();
    }

    static boolean isContent(String word) {
        return !STOP.contains(lower(word)) && (word.length() > 1 || Character.isDigit(word.charAt(0)));
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** What is left of a word without accents, plural and the usual endings: cardiologist and cardiology share one. */
    static String stem(String word) {
        String plain = MARKS.matcher(Normalizer.normalize(lower(word), Normalizer.Form.NFD))
                .replaceAll("");
        if (plain.length() < 4) {
            return plain;
        }
        if (plain.endsWith("ies") && plain.length() > 5) {
            return plain.substring(0, plain.length() - 3) + "y";
        }
        return ENDING.matcher(plain).replaceFirst("");
    }

    /** Whether two words have the same stem, or one stem of five letters or more begins the other. */
    static boolean alike(String one, String other) {
        String a = stem(one);
        String b = stem(other);
        return a.equals(b) || isShortened(a, b) || isShortened(b, a);
    }

    private static boolean isShortened(String beginning, String whole) {
        return beginning.length() >= PREFIX
                && whole.length() - beginning.length() <= MAX_ENDING
                && whole.startsWith(beginning);
    }

    static boolean anyAlike(String word, List<String> others) {
        return others.stream().anyMatch(other -> alike(word, other));
    }

    /** How many of the words the text has. */
    static int found(List<String> words, String text) {
        List<String> others = of(text);
        return (int) words.stream().filter(word -> anyAlike(word, others)).count();
    }
}
