package org.parley.offline;

import java.util.regex.Pattern;

/** Danger to life comes before any lookup. */
final class Urgency {
    static final String NOTICE =
            "If someone may be in danger, call your local emergency number (such as 911 or 112) now.\n\n";
    private static final Pattern DANGER = Pattern.compile("(?i)\\b(?:chest pains?|heart attack|can(?:no|['’])?t breathe"
            + "|trouble breathing|(?:having|had|signs? of) a stroke|unconscious|bleeding (?:heavily|badly)|heavy bleeding"
            + "|overdosed?|suicid(?:e|al)|kill (?:myself|himself|herself)|poisoned|emergency now"
            + "|swallowed|inhaled|splashed)\\b");

    private Urgency() {}

    /** What to say first; empty text where nothing hints at danger. */
    static String notice(String message) {
        return DANGER.matcher(message).find() ? NOTICE : "";
    }
}
