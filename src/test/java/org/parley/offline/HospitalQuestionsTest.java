package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HospitalQuestionsTest {
    private final Dialogue dialogue = Dialogue.over(Samples.hospital());

    @Test
    void twoQuestionsAreTwoCallsOfOneReply() {
        assertThat(dialogue.calls("Who is a cardiologist, and when is the pharmacy open?"))
                .containsExactly("staff/cardiologist", "departments/pharmacy");
        assertThat(dialogue.rounds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    When is radiology open?                              | departments/radiology
                    What are the visiting hours?                         | questions/visiting hours
                    Where do I park?                                     | questions/park
                    Where can I get a blood test on a Saturday?          | departments/blood test
                    Which doctors speak Spanish?                         | staff/Spanish
                    Dr. Fenwick's email please                           | staff/Fenwick
                    What is the phone number of Bowen Fan?               | staff/Bowen Fan
                    How do I cancel my appointment?                      | questions/cancel appointment
                    Who is the head of cardiology?                       | staff/head cardiology
                    I need a neurologist                                 | staff/neurologist
                    Could you tell me where the laboratory is?           | departments/laboratory
                    """)
    void picksListAndKeyWords(String question, String call) {
        assertThat(dialogue.calls(question)).containsExactly(call);
    }

    @Test
    void sameAspectOfTwoSubjectsIsTwoCalls() {
        assertThat(dialogue.calls("phone numbers of cardiology and radiology"))
                .containsExactly("departments/cardiology", "departments/radiology");
    }

    @Test
    void aQuestionAboutItAsksMoreOfTheSameSubject() {
        assertThat(dialogue.calls("When is the pharmacy open and where is it?"))
                .containsExactly("departments/pharmacy");
        assertThat(dialogue.ask("When is the pharmacy open and where is it?"))
                .contains("**Pharmacy** is open Mon-Fri 08:00-21:00; Sat-Sun 09:00-17:00", "Lantern Tower");
    }

    @Test
    void neverMoreThanFiveCallsAndSaysWhatWasLeftOut() {
        String answer = dialogue.ask("Who is Ann? Who is Bob? Who is Cid? Who is Dan? Who is Eve? Who is Fay?");
        assertThat(dialogue.calls(0)).hasSize(5);
        assertThat(answer).contains("please ask the others again");
    }

    @Test
    void theSameQuestionTwiceIsOneCall() {
        assertThat(dialogue.calls("When is the pharmacy open? When is the pharmacy open?"))
                .containsExactly("departments/pharmacy");
    }

    @Test
    void peopleAreListedWithTitleDepartmentAndPhone() {
        assertThat(dialogue.ask("Who is a cardiologist, and when is the pharmacy open?"))
                .startsWith("From staff, for “cardiologist”:")
                .contains("- **Rosalind Fenwick**, Cardiologist, Cardiology · phone: 555-0114")
                .contains("**Pharmacy** is open Mon-Fri 08:00-21:00; Sat-Sun 09:00-17:00.")
                .endsWith(SmallTalk.SIGNATURE);
    }

    @Test
    void aDayIsAnsweredFromTheHours() {
        assertThat(dialogue.ask("Is radiology open on Sunday?"))
                .contains("**Radiology and Imaging** is closed on Sunday");
        assertThat(dialogue.ask("Is radiology open on Saturday?")).contains("is open on Saturday 08:00-16:00");
    }

    @Test
    void hoursThatAreNoTimesAreGivenAsTheyAre() {
        assertThat(dialogue.ask("Is the billing office open on Monday?")).contains("is open by appointment");
    }

    @Test
    void anAnswerIsGivenInItsOwnWords() {
        assertThat(dialogue.ask("What are the visiting hours?"))
                .isEqualTo("Visitors are welcome every day from 10:00 to 20:00.\n\n" + SmallTalk.SIGNATURE);
    }

    @Test
    void anotherListIsTriedOnceWhenNothingIsFound() {
        assertThat(dialogue.ask("When is the cafeteria open?")).contains("The Galley serves meals");
        assertThat(dialogue.calls(0)).containsExactly("departments/cafeteria");
        assertThat(dialogue.calls(1)).containsExactly("questions/cafeteria open");
        assertThat(dialogue.rounds()).isEqualTo(2);
    }

    @Test
    void nothingFoundIsSaidAndNothingIsInvented() {
        assertThat(dialogue.ask("Who is Zacharias Quux?"))
                .contains("I found nothing in")
                .contains("Zacharias Quux")
                .doesNotContain("555-");
        assertThat(dialogue.rounds()).isEqualTo(2);
    }

    @Test
    void aFieldThatIsNamedIsTold() {
        assertThat(dialogue.ask("Which department has MRI, and who is its head?"))
                .contains("head: Otto Weld");
    }

    @Test
    void dangerToLifeComesFirst() {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"I have chest pain\"}]}";
        assertThat(new OfflineModel(() -> "id")
                        .reply(CompletionRequest.parse(body))
                        .text())
                .startsWith(Urgency.NOTICE);
    }
}
