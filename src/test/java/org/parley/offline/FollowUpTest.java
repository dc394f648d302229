package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FollowUpTest {
    private final Dialogue dialogue = Dialogue.over(Samples.hospital());

    @Test
    void anotherDayIsAskedOfThePlaceWhoseHoursWereAsked() {
        dialogue.ask("Who is a cardiologist, and when is the pharmacy open?");
        assertThat(dialogue.ask("and on Sunday?")).contains("**Pharmacy** is open on Sunday 09:00-17:00");
        assertThat(dialogue.calls(0)).containsExactly("departments/pharmacy");
    }

    @Test
    void herNumberIsThatOfTheOnePersonNamedBefore() {
        dialogue.ask("I need a pediatrician");
        assertThat(dialogue.ask("And what is her phone number?")).contains("**Milagros Saldivar**", "phone: 555-0125");
        assertThat(dialogue.calls(0)).containsExactly("staff/Milagros Saldivar");
    }

    @Test
    void amongSeveralPeopleTheSearchIsRepeated() {
        dialogue.ask("Who is a cardiologist?");
        assertThat(dialogue.calls("what is his email?")).containsExactly("staff/cardiologist");
    }

    @Test
    void anotherSubjectIsAskedTheSame() {
        dialogue.ask("When is radiology open?");
        assertThat(dialogue.ask("What about the pharmacy?")).contains("**Pharmacy** is open Mon-Fri");
    }

    @Test
    void followUpsMayFollowEachOther() {
        dialogue.ask("When is radiology open?");
        dialogue.ask("And on Saturday?");
        assertThat(dialogue.ask("And on Sunday?")).contains("**Radiology and Imaging** is closed on Sunday");
    }

    @Test
    void withoutAnythingBeforeItIsAnsweredAsItStands() {
        assertThat(dialogue.calls("And what is her phone number?")).hasSize(1);
    }
}
