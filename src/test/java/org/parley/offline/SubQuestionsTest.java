package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubQuestionsTest {
    @Test
    void aTitleDoesNotEndASentence() {
        assertThat(subjects("Where is Dr. Fenwick? Is Prof. Halabi in.")).containsExactly("Fenwick", "Halabi");
    }

    @Test
    void linesAndSemicolonsSeparate() {
        assertThat(subjects("cardiologist; pharmacy\nlaboratory"))
                .containsExactly("cardiologist", "pharmacy", "laboratory");
    }

    @Test
    void aSecondVerbIsNoSecondQuestion() {
        assertThat(subjects("Which pediatricians speak Spanish and accept patients?"))
                .containsExactly("pediatricians Spanish accept patients");
    }

    @Test
    void namesJoinedByAndStayWhole() {
        assertThat(subjects("When is labor and delivery open?")).containsExactly("labor delivery");
        assertThat(subjects("ear, nose and throat")).containsExactly("ear nose throat");
    }

    @Test
    void aStatementBeforeAQuestionIsNotSearched() {
        assertThat(subjects("My mother is in room 5. Can I visit her?")).containsExactly("visit");
    }

    @Test
    void numbersAndCodesAreKept() {
        assertThat(subjects("How much is Barnacre 5-4-3?")).containsExactly("Barnacre 5-4-3");
    }

    @Test
    void fillersAreNoQuestion() {
        assertThat(SubQuestions.of("well, could you please help me with something?"))
                .isEmpty();
    }

    private static List<String> subjects(String message) {
        return SubQuestions.of(message).stream()
                .map(question -> String.join(" ", question.subject()))
                .toList();
    }
}
