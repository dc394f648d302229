package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallTalkTest {
    private final Dialogue dialogue = Dialogue.over(Samples.hospital());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Hello!              | Hello.
                    Thank you very much | You are welcome.
                    Who are you?        | I am Parley's built-in offline model
                    Are you a human?    | I am Parley's built-in offline model
                    help                | Ask me for people
                    How are you?        | I am a set of rules
                    Goodbye             | Goodbye
                    ???                 | I could not find a question
                    """)
    void needsNoLookup(String message, String answer) {
        assertThat(dialogue.ask(message)).startsWith(answer).endsWith(SmallTalk.SIGNATURE);
        assertThat(dialogue.rounds()).isZero();
    }

    @Test
    void aGreetingBeforeAQuestionDoesNotHideIt() {
        assertThat(dialogue.calls("Hello! When is the pharmacy open? Thanks!")).containsExactly("departments/pharmacy");
    }

    @ParameterizedTest
    @CsvSource({"What directories are there?", "What do you know?", "Which directories can you search?"})
    void askedForItsDirectoriesItCallsTheToolForThem(String question) {
        assertThat(dialogue.ask(question)).contains("**staff**", "**departments**", "**questions**");
        assertThat(dialogue.calls(0)).containsExactly("get_available_directories");
    }

    @Test
    void directoriesAreToldFromThePromptWhenTheToolIsNotOffered() {
        FakeDirectory hospital = Samples.hospital();
        Dialogue searchOnly = new Dialogue(hospital.section(), hospital::call, "search_directory");
        assertThat(searchOnly.ask("What directories are there?")).contains("**staff**");
        assertThat(searchOnly.rounds()).isZero();
    }

    @Test
    void withoutToolsItSaysWhatARealModelNeeds() {
        Dialogue plain = new Dialogue("You are friendly.", call -> FakeDirectory.error("unknown_tool"));
        assertThat(plain.ask("Suggest five names for a sailing club."))
                .contains("I cannot answer that", "LLM_PROVIDER_BASE_URL", "LLM_PROVIDER_API_KEY", "LLM_MODEL")
                .contains("Offline model");
        assertThat(plain.ask("Hi")).startsWith("Hello.");
    }
}
