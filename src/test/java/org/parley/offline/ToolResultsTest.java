package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parley.platform.Json;

class ToolResultsTest {
    private final FakeDirectory hospital = Samples.hospital();

    @Test
    void aFailedLookupIsSaidAndTheRestIsAnswered() {
        Dialogue dialogue = new Dialogue(
                hospital.section(),
                call -> call.list().equals("staff") ? FakeDirectory.error("timeout") : hospital.call(call),
                "search_directory");
        assertThat(dialogue.ask("Who is a cardiologist, and when is the pharmacy open?"))
                .contains("The lookup in staff for “cardiologist” failed")
                .contains("**Pharmacy** is open")
                .doesNotContain("internal words");
    }

    @Test
    void atMostFiveEntriesAndAHintThatThereAreMore() {
        Dialogue dialogue = new Dialogue(hospital.section(), call -> people(8, false), "search_directory");
        assertThat(dialogue.ask("Which doctors speak Spanish?"))
                .contains("**Person 4**", "There are more in staff")
                .doesNotContain("**Person 5**");
    }

    @Test
    void theHintIsGivenToWhenOnlyTheToolHasMore() {
        Dialogue dialogue = new Dialogue(hospital.section(), call -> people(3, true), "search_directory");
        assertThat(dialogue.ask("Which doctors speak Spanish?")).contains("There are more in staff");
    }

    @Test
    void noHintWithoutMore() {
        Dialogue dialogue = new Dialogue(hospital.section(), call -> people(5, false), "search_directory");
        assertThat(dialogue.ask("Which doctors speak Spanish?")).doesNotContain("There are more");
    }

    @Test
    void withoutASectionTheListsAreAskedForFirst() {
        Dialogue dialogue =
                new Dialogue("No section here.", hospital::call, "search_directory", "get_available_directories");
        assertThat(dialogue.ask("When is the pharmacy open?")).contains("**Pharmacy** is open");
        assertThat(dialogue.calls(0)).containsExactly("get_available_directories");
        assertThat(dialogue.calls(1)).containsExactly("departments/pharmacy");
    }

    @Test
    void withoutAnyListItSaysSo() {
        Dialogue dialogue = new Dialogue("No section here.", hospital::call, "search_directory");
        assertThat(dialogue.ask("When is the pharmacy open?")).contains("I know of no directory");
    }

    @Test
    void aResultThatIsNoJsonCountsAsFailed() {
        String answer = reply("""
                {"role":"tool","tool_call_id":"c1","content":"{\\"list_name\\":\\"depart"}""");
        assertThat(answer).contains("The lookup in departments for “pharmacy” failed");
    }

    @Test
    void aCallWithoutAResultCountsAsFailed() {
        assertThat(reply("{\"role\":\"tool\",\"tool_call_id\":\"other\",\"content\":\"{}\"}"))
                .contains("failed");
    }

    @Test
    void anUnknownKindOfListIsToldFieldByField() {
        String answer = reply("""
                {"role":"tool","tool_call_id":"c1","content":"{\\"match\\":\\"all\\",\\"entries\\":[{\\"code\\":\\"K7\\",\\"color\\":\\"red\\"}]}"}""");
        assertThat(answer).contains("**K7** · color: red");
    }

    private static String reply(String result) {
        String body = """
                {"model":"m","messages":[{"role":"user","content":"When is the pharmacy open?"},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":
                  {"name":"search_directory","arguments":"{\\"list_name\\":\\"departments\\",\\"query\\":\\"pharmacy\\"}"}}]},
                 %s]}
                """.formatted(result);
        return new OfflineModel(() -> "id").reply(CompletionRequest.parse(body)).text();
    }

    private static JsonObject people(int count, boolean more) {
        JsonArrayBuilder entries = Json.array();
        IntStream.range(0, count).forEach(i -> entries.add(Json.object().add("name", "Person " + i)));
        return Json.object()
                .add("match", "all")
                .add("more", more)
                .add("entries", entries)
                .build();
    }
}
