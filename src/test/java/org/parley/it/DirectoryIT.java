package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.Json;

/** What a model finds in the lists of its account. */
class DirectoryIT {
    private static final AtomicInteger SEARCHES = new AtomicInteger();

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());

    @Test
    void cardiologist_finds_cardiology() {
        JsonObject found = search("{\"list_name\":\"departments\",\"query\":\"cardiologist\"}");

        assertThat(found.getString("match")).isEqualTo("all");
        assertThat(names(found).get(0)).isEqualTo("Cardiology");
    }

    @Test
    void words_are_looked_for_in_all_fields_and_contact_data_without_accents_and_case() {
        assertThat(names(search("{\"list_name\":\"staff\",\"query\":\"JOSE alcantara\"}")))
                .containsExactly("José Alcántara-Ruiz");
        assertThat(names(search("{\"list_name\":\"departments\",\"query\":\"(207) 555-0173\"}")))
                .contains("Pharmacy");
    }

    @Test
    void names_of_fields_match_nothing() {
        assertThat(search("{\"list_name\":\"departments\",\"query\":\"entry_key\"}")
                        .getString("match"))
                .isNotEqualTo("all");
    }

    @Test
    void filters_and_tags_restrict() {
        JsonObject found = search(
                "{\"list_name\":\"staff\",\"filters\":{\"department\":\"cardiology\",\"title\":\"Cardiologist\"},\"tag\":\"telehealth\",\"limit\":50}");

        assertThat(found.getJsonArray("entries")).isNotEmpty();
        assertThat(found.getJsonArray("entries").getValuesAs(JsonObject.class)).allSatisfy(entry -> {
            assertThat(entry.getString("department")).isEqualToIgnoringCase("Cardiology");
            assertThat(entry.getJsonArray("tags").toString()).contains("telehealth");
        });
    }

    @Test
    void more_entries_than_asked_for_are_hinted_at() {
        JsonObject few = search("{\"list_name\":\"staff\",\"query\":\"nurse\",\"limit\":2}");

        assertThat(few.getInt("returned")).isEqualTo(2);
        assertThat(few.getBoolean("more")).isTrue();
        assertThat(search("{\"list_name\":\"departments\",\"query\":\"pharmacy\",\"limit\":50}")
                        .getBoolean("more"))
                .isFalse();
    }

    @Test
    void when_no_entry_has_all_words_those_with_some_are_given_and_called_so() {
        assertThat(search("{\"list_name\":\"departments\",\"query\":\"pharmacy xylophone\"}")
                        .getString("match"))
                .isEqualTo("some");
        assertThat(search("{\"list_name\":\"departments\",\"query\":\"xylophone\"}")
                        .getString("match"))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "'",
                "%",
                "_",
                "\\\\",
                "a & | ! b",
                "'); DROP TABLE messages; --",
                "\\u0000",
                "?",
                "${x}",
                "日本語",
                "*:*"
            })
    void odd_characters_break_nothing(String query) {
        assertThat(search("{\"list_name\":\"staff\",\"query\":\"" + query + "\"}"))
                .containsKey("match");
    }

    @Test
    void an_unknown_field_is_answered_with_the_known_ones() {
        JsonObject answer = search("{\"list_name\":\"departments\",\"filters\":{\"colour\":\"red\"}}");

        assertThat(answer.getJsonObject("error").getString("message")).contains("services", "hours");
    }

    @Test
    void the_lists_are_those_of_the_agents_account() {
        JsonObject acme = output("acme/alpha", "get_available_directories", "{}");
        JsonObject globex = output("globex/gamma", "get_available_directories", "{}");

        assertThat(acme.getJsonArray("directories").getValuesAs(JsonObject.class))
                .extracting(list -> list.getString("list_name"))
                .containsExactly("departments", "staff");
        assertThat(globex.getJsonArray("directories")).isEmpty();
        assertThat(output("globex/gamma", "search_directory", "{\"list_name\":\"staff\"}")
                        .toString())
                .contains("unknown_list");
    }

    private JsonObject search(String arguments) {
        return output("acme/alpha", "search_directory", arguments);
    }

    /** What the model is shown of the tool's result. */
    private JsonObject output(String agent, String tool, String arguments) {
        String word = "lookup-" + SEARCHES.incrementAndGet() + ".";
        parley.provider()
                .script(
                        word,
                        call -> call.tool(0, "t", tool, arguments).end("tool_calls", 1, 1, "0"),
                        call -> call.text("ok").end("stop", 1, 1, "0"));
        assertThat(api.chat(agent, word).status()).isEqualTo(200);
        List<JsonObject> messages = parley.provider()
                .book(word)
                .get(1)
                .request()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
        return Json.parseObject(messages.get(messages.size() - 1).getString("content"))
                .orElseThrow();
    }

    private static List<String> names(JsonObject found) {
        return found.getJsonArray("entries").getValuesAs(JsonObject.class).stream()
                .map(entry -> entry.getString("name"))
                .toList();
    }
}
