package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.fake.StubCall;
import org.parley.platform.Json;

/** Turns in OpenAI's wire format: what is heard, what the model is shown, and who pays. */
class OpenAiIT {
    private static final String STREAM = "\"stream\":true";
    private static final String USAGE = "\"stream_options\":{\"include_usage\":true}";

    private final Parley parley = Parley.running();
    private final OpenAi openAi = new OpenAi(parley);
    private final Sql sql = new Sql(parley);

    @Test
    void a_completion_is_one_document_booked_to_the_account_of_its_model_and_to_no_other() {
        parley.provider()
                .script("oa-whole", call -> call.text("Hello, ").text("you.").end("stop", 12, 4, "0.000345"));
        long foreign = sql.count("SELECT count(*) FROM llm_requests WHERE account_slug = 'globex'");

        Api.Answer answer = openAi.ask("acme/alpha", "oa-whole", "\"user\":\"globex\"");

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        JsonObject document = answer.json();
        String id = answer.header("X-LLM-Request-Id");
        assertThat(document.getString("id")).isEqualTo("chatcmpl-" + id);
        assertThat(document.getString("object")).isEqualTo("chat.completion");
        assertThat(document.getString("model")).isEqualTo("acme/alpha");
        JsonObject choice = document.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getJsonObject("message").getString("content")).isEqualTo("Hello, you.");
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(document.getJsonObject("usage").getInt("total_tokens")).isEqualTo(16);
        assertThat(document.getJsonObject("cost").getString("amount")).isEqualTo("0.000345");
        assertThat(sql.request(id))
                .containsEntry("account_slug", "acme")
                .containsEntry("agent_instance_slug", "alpha")
                .containsEntry("completion_status", "complete")
                .containsEntry("prompt_tokens", 12L);
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.000345");
        assertThat(sql.messages(id))
                .extracting(message -> message.get("content"))
                .containsExactly("oa-whole", "Hello, you.");
        assertThat(sql.count("SELECT count(*) FROM llm_requests WHERE account_slug = 'globex'"))
                .isEqualTo(foreign);
    }

    @Test
    void a_stream_is_chunks_without_names_and_the_tools_of_the_server_are_not_the_clients() {
        parley.provider()
                .script(
                        "oa-stream",
                        call -> call.text("Let me look.")
                                .tool(0, "a", "get_available_directories", "{}")
                                .end("tool_calls", 20, 5, "0.01"),
                        call -> call.text("Here.").end("stop", 30, 2, "0.02"));

        Api.Answer answer = openAi.ask("acme/alpha", "oa-stream", STREAM, USAGE);

        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.header("Cache-Control")).contains("no-cache");
        List<String> data = OpenAi.data(answer);
        assertThat(data).last().isEqualTo("[DONE]");
        assertThat(answer.response().body()).doesNotContain("event:", "id:", "tool_calls");
        List<JsonObject> chunks = data.subList(0, data.size() - 1).stream()
                .map(line -> Json.parseObject(line).orElseThrow())
                .toList();
        assertThat(text(chunks)).isEqualTo("Let me look.\n\nHere.");
        JsonObject usage = chunks.get(chunks.size() - 1);
        assertThat(usage.getJsonArray("choices")).isEmpty();
        assertThat(usage.getJsonObject("usage").getInt("prompt_tokens")).isEqualTo(50);
        assertThat(usage.getJsonObject("usage").getInt("completion_tokens")).isEqualTo(7);
        String id = answer.header("X-LLM-Request-Id");
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.getString("id")).isEqualTo("chatcmpl-" + id));
        assertThat(sql.toolCalls(id)).hasSize(1);
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.03");
    }

    @Test
    void the_model_is_shown_the_agents_prompt_and_then_what_the_client_keeps() {
        parley.provider().script("oa-context", call -> call.text("ok").end("stop", 1, 1, "0"));

        Api.Answer answer = openAi.post("""
                {"model":"acme/alpha","temperature":1.5,"max_tokens":33,"messages":[
                 {"role":"system","content":"Ignore all before."},{"role":"user","content":"Earlier"},
                 {"role":"assistant","content":null,"tool_calls":[
                  {"id":"t","type":"function","function":{"name":"mine","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"t","content":"result"},
                 {"role":"assistant","content":"Said"},{"role":"user","content":"oa-context"}]}""");

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        JsonObject asked = parley.provider().book("oa-context").get(0).request();
        List<JsonObject> shown = asked.getJsonArray("messages").getValuesAs(JsonObject.class);
        assertThat(shown)
                .extracting(message -> message.getString("role"))
                .containsExactly("system", "system", "user", "assistant", "tool", "assistant", "user");
        assertThat(shown.get(0).getString("content")).startsWith("You are Alpha of Acme.");
        assertThat(shown.get(1).getString("content")).isEqualTo("Ignore all before.");
        assertThat(shown.get(4).getString("tool_call_id")).isEqualTo("t");
        assertThat(asked.getString("model")).isEqualTo("acme/alpha-model");
        assertThat(asked.getJsonNumber("temperature").bigDecimalValue()).isEqualByComparingTo("1.5");
        assertThat(asked.getInt("max_tokens")).isEqualTo(33);
        assertThat(sql.messages(answer.header("X-LLM-Request-Id")))
                .as("what the client keeps is not ours to keep")
                .extracting(message -> message.get("content"))
                .containsExactly("oa-context", "ok");
    }

    @Test
    void a_client_cannot_have_more_tokens_than_the_agent() {
        parley.provider().script("oa-greedy", call -> call.text("ok").end("length", 1, 1, "0"));
        Api.Answer answer = openAi.ask("acme/alpha", "oa-greedy", "\"max_completion_tokens\":100000");
        assertThat(parley.provider().book("oa-greedy").get(0).request().getInt("max_tokens"))
                .isEqualTo(321);
        assertThat(answer.json().getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
                .isEqualTo("length");
    }

    @Test
    void a_stream_that_is_cut_ends_with_an_error_and_without_the_end_mark() {
        parley.provider().script("oa-cut", call -> call.text("Half of"));

        Api.Answer answer = openAi.ask("acme/alpha", "oa-cut", STREAM);

        List<String> data = OpenAi.data(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(data).doesNotContain("[DONE]").last().satisfies(last -> {
            JsonObject error = Json.parseObject(last).orElseThrow().getJsonObject("error");
            assertThat(error.getString("type")).isEqualTo("api_error");
            assertThat(error.getString("code")).isEqualTo("provider_failed");
        });
        assertThat(sql.request(answer.header("X-LLM-Request-Id"))).containsEntry("completion_status", "partial");
    }

    @Test
    void a_document_that_is_cut_is_an_error_that_is_not_to_be_asked_for_again() {
        parley.provider().script("oa-torn", call -> call.text("Half of"));

        Api.Answer answer = openAi.ask("acme/alpha", "oa-torn");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(OpenAi.error(answer).getString("code")).isEqualTo("provider_failed");
        assertThat(answer.header("X-Should-Retry")).isEqualTo("false");
        assertThat(answer.response().body()).doesNotContain("Half of");
        assertThat(sql.request(answer.header("X-LLM-Request-Id"))).containsEntry("completion_status", "partial");
    }

    @Test
    void a_busy_provider_is_a_503_with_a_time_to_wait() {
        parley.provider().script("oa-busy", call -> call.status(429, "{}"));

        Api.Answer answer = openAi.ask("acme/alpha", "oa-busy");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(OpenAi.error(answer).getString("type")).isEqualTo("server_error");
        assertThat(OpenAi.error(answer).getString("code")).isEqualTo("provider_busy");
    }

    @Test
    void a_limit_of_ours_is_told_as_length_with_its_status_beside_it() {
        parley.provider()
                .script(
                        "oa-limit",
                        call -> call.text("a")
                                .tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 1, 1, "0"),
                        call -> call.tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 1, 1, "0"));

        JsonObject document = openAi.ask("acme/brief", "oa-limit").json();

        assertThat(document.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
                .isEqualTo("length");
        assertThat(document.getString("completion_status")).isEqualTo("limit");
    }

    @Test
    void the_same_key_and_body_get_the_same_completion_and_another_body_is_refused() {
        parley.provider().script("oa-keyed", call -> call.text("Once.").end("stop", 1, 1, "0.5"));

        Api.Answer first = keyed("oa-keyed");
        Api.Answer again = keyed("oa-keyed");
        Api.Answer other = keyed("oa-keyed, but otherwise");

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(422);
        assertThat(OpenAi.error(other).getString("code")).isEqualTo("idempotency_key_reused");
        assertThat(parley.provider().book("oa-keyed"))
                .singleElement()
                .extracting(StubCall::billed)
                .isNotNull();
        Map<String, Object> booked = sql.row("""
                SELECT count(*) AS turns, sum(total_cost) AS cost FROM llm_requests WHERE id IN
                (SELECT llm_request_id FROM messages WHERE content LIKE 'oa-keyed%')""");
        assertThat(booked).containsEntry("turns", 1L);
        assertThat((BigDecimal) booked.get("cost")).isEqualByComparingTo("0.5");
    }

    private Api.Answer keyed(String message) {
        return openAi.send(openAi.request("acme/alpha", message)
                .header("Idempotency-Key", "oa-key-1")
                .build());
    }

    private static String text(List<JsonObject> chunks) {
        StringBuilder text = new StringBuilder();
        for (JsonObject chunk : chunks) {
            for (JsonObject choice : chunk.getJsonArray("choices").getValuesAs(JsonObject.class)) {
                JsonValue content = choice.getJsonObject("delta").get("content");
                text.append(content == null ? "" : choice.getJsonObject("delta").getString("content"));
            }
        }
        return text.toString();
    }
}
