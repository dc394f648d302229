package org.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.agent.AgentSettings;

/** The newest messages that fit, oldest of them first. */
class HistoryTest {
    private static final List<Utterance> NEWEST_FIRST = List.of(
            new Utterance(false, "answer 3"),
            new Utterance(true, "question 3"),
            new Utterance(false, "answer 2"),
            new Utterance(true, "question 2"));

    @Test
    void all_that_fits_is_shown_in_the_order_it_was_said() {
        assertThat(shown(10, 1_000)).containsExactly("question 2", "answer 2", "question 3", "answer 3");
    }

    @Test
    void the_oldest_goes_first_when_there_are_too_many() {
        assertThat(shown(2, 1_000)).containsExactly("question 3", "answer 3");
    }

    @Test
    void the_oldest_goes_first_when_it_is_too_much() {
        assertThat(shown(10, 5)).containsExactly("question 3", "answer 3");
    }

    @Test
    void it_begins_with_a_visitors_message() {
        assertThat(shown(3, 1_000)).containsExactly("question 3", "answer 3");
        assertThat(shown(1, 1_000)).isEmpty();
    }

    @Test
    void a_budget_of_nothing_shows_nothing() {
        assertThat(shown(0, 1_000)).isEmpty();
        assertThat(shown(10, 0)).isEmpty();
    }

    private static List<String> shown(int messages, int tokens) {
        return History.fitting(NEWEST_FIRST, new AgentSettings.History(messages, tokens)).stream()
                .map(Utterance::content)
                .toList();
    }
}
