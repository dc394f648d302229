package org.parley.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.parley.agent.AgentSettings;

/** Chooses what the model is shown of a session: the newest messages that fit the budget, oldest of them first. */
final class History {
    private static final int CHARACTERS_A_TOKEN = 4;

    private History() {}

    /** The part of the messages, given newest first, that fits. It begins with a visitor's message. */
    static List<Utterance> fitting(List<Utterance> newestFirst, AgentSettings.History budget) {
        List<Utterance> chosen = new ArrayList<>();
        long left = (long) budget.maxTokens() * CHARACTERS_A_TOKEN;
        for (Utterance utterance : newestFirst) {
            left -= utterance.content().length();
            if (chosen.size() >= budget.maxMessages() || left < 0) {
                break;
            }
            chosen.add(utterance);
        }
        while (!chosen.isEmpty() && !chosen.get(chosen.size() - 1).byVisitor()) {
            chosen.remove(chosen.size() - 1);
        }
        Collections.reverse(chosen);
        return chosen;
    }
}
