package org.parley.offline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What needs no lookup: greetings, thanks, and questions about the model itself. */
final class SmallTalk {
    static final String SIGNATURE = "_Offline model: I answer by rules from the directories, not by understanding._";
    private static final String PLAIN_SIGNATURE = "_Offline model: I answer by rules, not by understanding._";
    private static final int MAX_LENGTH = 200;

    private static final Pattern SELF = Pattern.compile(
            "(?i)\\b(?:who|what) are you\\b|\\bare you (?:an? |the )?(?:real|human"
                    + "|person|robot|bot|chatbot|ai|machine|computer|gpt|chatgpt|model|alive)\\b|\\bwhich (?:language )?model (?:are|do) you\\b");
    private static final Pattern LISTS = Pattern.compile(
            "(?i)\\b(?:what|which)\\b.*\\b(?:directories|directory lists|data sources|databases)\\b"
                    + "|\\bwhat (?:(?:do|can) you (?:know|look up|search|find|tell me)|(?:information|data) do you have)\\W*$");
    private static final Pattern HELP =
            Pattern.compile("(?i)\\bhelp\\b|\\bwhat (?:can|do) you do\\b|\\bhow does this work\\b");
    private static final Pattern THANKS = Pattern.compile("(?i)\\b(?:thanks?|thank you|thx|cheers|great)\\b");
    private static final Pattern BYE = Pattern.compile("(?i)\\b(?:bye|goodbye|good night|see you)\\b");
    private static final Pattern HOW_ARE_YOU = Pattern.compile("(?i)\\bhow (?:are|do) you\\b");
    private static final Pattern GREETING =
            Pattern.compile("(?i)\\b(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|welcome)\\b");

    private SmallTalk() {}

    static boolean asksForLists(String message) {
        return message.length() <= MAX_LENGTH && LISTS.matcher(message).find();
    }

    /** An answer without a lookup; nothing when the message asks for a fact. */
    static Optional<String> reply(String message, List<OfferedList> lists) {
        if (message.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (SELF.matcher(message).find()) {
            return Optional.of(signed(self() + scope(lists)));
        }
        if (!SubQuestions.of(message).isEmpty()) {
            return Optional.empty();
        }
        return pleasantry(message, lists).map(SmallTalk::signed);
    }

    static String withoutTools(String message) {
        String text = SELF.matcher(message).find() || HELP.matcher(message).find()
                ? self()
                : SubQuestions.of(message).isEmpty()
                        ? pleasantry(message, List.of()).orElse("I could not find a question in that.")
                        : "I cannot answer that: I am only Parley's built-in offline model, and here I have no directories to search.";
        return text
                + "\n\nFor free conversation, an operator connects a real model by setting `LLM_PROVIDER_BASE_URL`,"
                + " `LLM_PROVIDER_API_KEY` and `LLM_MODEL`.\n\n" + PLAIN_SIGNATURE;
    }

    static String nothingAsked(List<OfferedList> lists) {
        return signed("I could not find a question in that." + scope(lists));
    }

    static String noLists() {
        return signed("I know of no directory that I could search, so I cannot answer that.");
    }

    /** The lists as a bulleted text. */
    static String lists(List<OfferedList> lists) {
        return signed(lists.stream()
                .map(list -> "- **" + list.name() + "**: " + list.description())
                .collect(Collectors.joining("\n", "I can search these directories:\n\n", "")));
    }

    static String signed(String text) {
        return text + "\n\n" + SIGNATURE;
    }

    private static Optional<String> pleasantry(String message, List<OfferedList> lists) {
        if (HELP.matcher(message).find()) {
            return Optional.of(
                    "Ask me for people, places, times or products, several things at once if you like." + scope(lists));
        }
        if (HOW_ARE_YOU.matcher(message).find()) {
            return Optional.of("I am a set of rules, so always the same, thank you." + scope(lists));
        }
        if (BYE.matcher(message).find()) {
            return Optional.of("Goodbye, and come back at any time.");
        }
        if (GREETING.matcher(message).find()) {
            return Optional.of("Hello." + scope(lists));
        }
        return THANKS.matcher(message).find() ? Optional.of("You are welcome." + scope(lists)) : Optional.empty();
    }

    private static String self() {
        return "I am Parley's built-in offline model: a program that follows rules, not a person and not a language model.";
    }

    private static String scope(List<OfferedList> lists) {
        return lists.isEmpty()
                ? ""
                : lists.stream()
                        .map(OfferedList::name)
                        .collect(Collectors.joining(", ", " I can look things up in: ", "."));
    }
}
