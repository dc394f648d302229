package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the model is shown: prompt, modules, directories and history, as it reaches the provider. */
class PromptIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());

    @Test
    void a_prompt_and_its_modules_are_the_agents_own_else_its_accounts_else_the_global_ones() {
        parley.provider().script("prompt-layers", call -> call.text("ok").end("stop", 1, 1, "0"));

        api.chat("acme/spoken", "prompt-layers");

        assertThat(messages("prompt-layers", 0).get(0).getString("content"))
                .startsWith(
                        "ACME TONE: be brief.\n\nSPOKEN CLOSING: say goodbye.\n\nGLOBAL PRIVACY: ask for no names.\n\n")
                .doesNotContain("GLOBAL TONE", "ACME CLOSING");
    }

    @Test
    void what_was_sent_can_be_looked_at_by_its_parts_and_their_sizes_when_the_setting_is_on() {
        parley.provider().script("prompt-sizes", call -> call.text("ok").end("stop", 1, 1, "0"));
        parley.provider().script("prompt-unseen", call -> call.text("ok").end("stop", 1, 1, "0"));

        String seen = api.chat("acme/spoken", "prompt-sizes").json().getString("llm_request_id");
        String unseen = api.chat("acme/alpha", "prompt-unseen").json().getString("llm_request_id");

        Map<String, JsonObject> parts = api
                .get("/api/accounts/acme/requests/" + seen + "/prompt")
                .json()
                .getJsonArray("sections")
                .getValuesAs(JsonValue::asJsonObject)
                .stream()
                .collect(Collectors.toMap(part -> part.getString("name"), Function.identity()));
        assertThat(parts)
                .containsKeys("module:tone", "module:closing", "module:privacy", "directories", "history", "message")
                .containsKeys("tool:search_directory");
        JsonObject tone = parts.get("module:tone");
        assertThat(tone)
                .isNotNull()
                .hasToString("{\"name\":\"module:tone\",\"source\":"
                        + "\"agent_configs/acme/prompts/tone.md\",\"characters\":20,\"tokens\":5}");
        assertThat(api.get("/api/accounts/acme/requests/" + unseen + "/prompt").status())
                .isEqualTo(404);
        assertThat(api.get("/api/accounts/globex/requests/" + seen + "/prompt").status())
                .isEqualTo(404);
    }

    @Test
    void earlier_tool_calls_and_their_results_are_shown_again_as_the_protocol_wants_them() {
        parley.provider()
                .script(
                        "tools-then",
                        call -> call.text("Let me look.")
                                .tool(0, "call-a", "get_available_directories", "{}")
                                .tool(1, "call-b", "no_such_tool", "{\"x\":1}")
                                .end("tool_calls", 1, 1, "0"),
                        call -> call.text("Found it.").end("stop", 1, 1, "0"));
        parley.provider().script("tools-after", call -> call.text("Again.").end("stop", 1, 1, "0"));

        String session = api.chat("acme/alpha", "tools-then").json().getString("session_id");
        api.stream("acme/alpha", "tools-after", session).all();

        List<JsonObject> shown = messages("tools-after", 0);
        assertThat(shown.subList(1, shown.size()))
                .extracting(message -> message.getString("role"))
                .containsExactly("user", "assistant", "tool", "tool", "assistant", "user");
        assertThat(shown.get(2).getString("content")).isEqualTo("Let me look.");
        assertThat(shown.get(2).getJsonArray("tool_calls"))
                .extracting(call -> call.asJsonObject().getString("id"))
                .containsExactly("call-a", "call-b");
        assertThat(shown.get(3).getString("tool_call_id")).isEqualTo("call-a");
        assertThat(shown.get(3).getString("content"))
                .isEqualTo(messages("tools-then", 1).get(3).getString("content"));
        assertThat(shown.get(4).getString("content")).contains("unknown_tool");
        assertThat(shown.get(5).getString("content")).isEqualTo("Found it.");
    }

    @Test
    void results_beyond_the_budget_are_left_out_and_the_words_are_not() {
        parley.provider()
                .script(
                        "budget-then",
                        call -> call.tool(0, "call-a", "search_directory", "{\"list_name\":\"departments\"}")
                                .end("tool_calls", 1, 1, "0"),
                        call -> call.text("Short.").end("stop", 1, 1, "0"));
        parley.provider().script("budget-after", call -> call.text("Again.").end("stop", 1, 1, "0"));

        String session = api.chat("acme/spoken", "budget-then").json().getString("session_id");
        api.stream("acme/spoken", "budget-after", session).all();

        assertThat(messages("budget-after", 0).stream().skip(1))
                .extracting(message -> message.getString("content"))
                .containsExactly("budget-then", "Short.", "budget-after");
    }

    private List<JsonObject> messages(String word, int call) {
        return parley.provider()
                .book(word)
                .get(call)
                .request()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
    }
}
