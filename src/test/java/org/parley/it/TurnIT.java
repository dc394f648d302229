package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.parley.fake.StubCall;

/** One turn, from the client's message to the rows in the ledger. */
class TurnIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void a_turn_streams_its_words_and_is_booked_as_the_provider_bills_it() {
        parley.provider()
                .script(
                        "simple-turn",
                        call -> call.text("Hello, ").text("world.").end("stop", 12, 4, "0.000345"));

        List<EventStream.Event> events =
                api.stream("acme/alpha", "simple-turn please").all();

        assertThat(events)
                .extracting(EventStream.Event::name)
                .startsWith("start", "message")
                .endsWith("done");
        assertThat(EventStream.text(events)).isEqualTo("Hello, world.");
        assertThat(events)
                .extracting(EventStream.Event::id)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        EventStream.Event done = events.get(events.size() - 1);
        assertThat(done.text("completion_status")).isEqualTo("complete");
        assertThat(done.data().getJsonObject("cost").getString("amount")).isEqualTo("0.000345");
        assertThat(done.data().getJsonObject("usage").getInt("total_tokens")).isEqualTo(16);

        String id = events.get(0).text("llm_request_id");
        Map<String, Object> request = sql.request(id);
        assertThat(request)
                .containsEntry("account_slug", "acme")
                .containsEntry("agent_instance_slug", "alpha")
                .containsEntry("completion_status", "complete")
                .containsEntry("prompt_tokens", 12L)
                .containsEntry("completion_tokens", 4L)
                .containsEntry("provider", "stub");
        StubCall delivered = parley.provider().book("simple-turn").get(0);
        assertThat((BigDecimal) request.get("total_cost"))
                .isEqualByComparingTo(delivered.billed().orElseThrow());
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("status", "settled")
                        .containsEntry("cost_source", "provider")
                        .containsEntry("served_model", "served/acme/alpha-model")
                        .containsEntry("generation_id", delivered.generationId()));
        assertThat(sql.messages(id)).extracting(message -> message.get("role")).containsExactly("user", "assistant");
        assertThat(sql.messages(id).get(1))
                .containsEntry("id", UUID.fromString(done.text("message_id")))
                .containsEntry("content", "Hello, world.");
    }

    @Test
    void the_two_queries_of_the_auditors_run_unchanged() {
        parley.provider().script("audit-turn", call -> call.text("Booked.").end("stop", 5, 2, "0.5"));
        EventStream.Event start = api.stream("acme/alpha", "audit-turn").await("start");
        awaitEnd(start.text("llm_request_id"));

        List<Map<String, Object>> messages = sql.rows("""
                SELECT id, llm_request_id, total_cost, completion_status, LENGTH(content) AS response_length, created_at
                FROM messages WHERE session_id = ? ORDER BY created_at DESC""", UUID.fromString(start.text("session_id")));
        Map<String, Object> request = sql.row("""
                SELECT id, account_slug, agent_instance_slug, model, total_cost, prompt_tokens, completion_tokens, completion_status
                FROM llm_requests WHERE id = ?""", UUID.fromString(start.text("llm_request_id")));

        assertThat(messages).hasSize(2);
        assertThat(messages.get(0))
                .containsEntry("response_length", 7)
                .containsEntry("total_cost", new BigDecimal("0.5"));
        assertThat(request).containsEntry("model", "acme/alpha-model").containsEntry("completion_status", "complete");
    }

    @Test
    void the_first_word_reaches_the_client_before_the_provider_sends_its_last() throws Exception {
        CountDownLatch firstWordSeen = new CountDownLatch(1);
        parley.provider().script("24-events", call -> {
            call.text("word1 ");
            assertThat(firstWordSeen.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 2; i <= 24; i++) {
                call.text("word" + i + " ");
            }
            call.end("stop", 10, 24, "0.001");
        });

        try (EventStream stream = api.stream("acme/alpha", "24-events")) {
            assertThat(stream.await("message").text("delta")).isEqualTo("word1 ");
            assertThat(parley.provider().book("24-events").get(0).events()).isEqualTo(1);
            firstWordSeen.countDown();
            assertThat(EventStream.text(stream.all())).startsWith("word2 ").endsWith("word24 ");
        }
    }

    @Test
    void the_request_that_reaches_the_provider_is_the_agents_own() {
        parley.provider().script("own-alpha", call -> call.text("a").end("stop", 1, 1, "0"));
        parley.provider().script("own-beta", call -> call.text("b").end("stop", 1, 1, "0"));

        api.chat("acme/alpha", "own-alpha");
        api.chat("acme/beta", "own-beta");

        JsonObject alpha = parley.provider().book("own-alpha").get(0).request();
        JsonObject beta = parley.provider().book("own-beta").get(0).request();
        assertThat(alpha.getString("model")).isEqualTo("acme/alpha-model");
        assertThat(alpha.getJsonNumber("temperature").bigDecimalValue()).isEqualByComparingTo("0.125");
        assertThat(alpha.getInt("max_tokens")).isEqualTo(321);
        assertThat(beta.getString("model")).as("from the account's file").isEqualTo("acme/account-model");
        assertThat(beta.getJsonNumber("temperature").bigDecimalValue()).isEqualByComparingTo("1.75");
        assertThat(beta.getInt("max_tokens")).as("from the account's file").isEqualTo(500);
        assertThat(alpha.getJsonArray("messages").getJsonObject(0).getString("content"))
                .startsWith("You are Alpha of Acme.")
                .contains("- departments: ");
        assertThat(parley.provider().book("own-alpha").get(0).header("Authorization"))
                .isEqualTo("Bearer canary-key-5f1c0e");
    }

    @Test
    void words_before_between_and_after_tools_all_arrive_and_are_stored() {
        parley.provider()
                .script(
                        "three-rounds",
                        call -> call.text("Let me look.")
                                .tool(0, "a", "get_available_directories", "{}")
                                .end("tool_calls", 20, 5, "0.01"),
                        call -> call.text("And now this.")
                                .tool(
                                        0,
                                        "b",
                                        "search_directory",
                                        "{\"list_name\":\"departments\",\"query\":\"pharmacy\"}")
                                .end("tool_calls", 40, 6, "0.02"),
                        call -> call.text("Here it is.").end("stop", 60, 7, "0.04"));

        List<EventStream.Event> events =
                api.stream("acme/alpha", "three-rounds").all();

        String id = events.get(0).text("llm_request_id");
        assertThat(EventStream.text(events)).isEqualTo("Let me look.\n\nAnd now this.\n\nHere it is.");
        assertThat(sql.messages(id).get(1)).containsEntry("content", EventStream.text(events));
        assertThat(sql.calls(id)).hasSize(3).allSatisfy(call -> assertThat(call).containsEntry("status", "settled"));
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.07");
        assertThat(sql.request(id)).containsEntry("prompt_tokens", 120L).containsEntry("completion_tokens", 18L);
        assertThat(sql.toolCalls(id))
                .hasSize(2)
                .allSatisfy(tool -> assertThat(tool).containsEntry("status", "ok"));
        JsonObject third = parley.provider().book("three-rounds").get(2).request();
        assertThat(third.getJsonArray("messages").getValuesAs(JsonObject.class))
                .extracting(message -> message.getString("role"))
                .containsExactly("system", "user", "assistant", "tool", "assistant", "tool");
    }

    @Test
    void the_whole_answer_is_the_same_turn_as_one_document() {
        parley.provider()
                .script(
                        "whole-answer",
                        call -> call.text("All ").text("at once.").end("stop", 3, 3, "0.002"));

        Api.Answer answer = api.chat("acme/beta", "whole-answer");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("content")).isEqualTo("All at once.");
        assertThat(answer.json().getString("completion_status")).isEqualTo("complete");
        assertThat(sql.request(answer.json().getString("llm_request_id"))).containsEntry("agent_instance_slug", "beta");
    }

    @Test
    void a_cost_that_nobody_knows_is_unknown_and_never_zero() {
        parley.provider().script("no-usage", call -> {
            call.text("Free?");
            call.delta(JsonObject.EMPTY_JSON_OBJECT, "stop");
            call.done();
        });

        List<EventStream.Event> events = api.stream("acme/alpha", "no-usage").all();

        EventStream.Event done = events.get(events.size() - 1);
        assertThat(done.data().getJsonObject("cost").isNull("amount")).isTrue();
        assertThat(done.data().getJsonObject("cost").getString("source")).isEqualTo("unknown");
        assertThat(sql.calls(done.text("llm_request_id")))
                .singleElement()
                .satisfies(call ->
                        assertThat(call).containsEntry("cost_source", "unknown").containsEntry("total_cost", null));
        assertThat(sql.request(done.text("llm_request_id"))).containsEntry("total_cost", null);
    }

    @Test
    void events_for_operators_name_the_request_and_hold_no_words_of_it() {
        parley.provider()
                .script("event-turn", call -> call.text("secret-answer-words").end("stop", 2, 2, "0.125"));
        List<EventStream.Event> events =
                api.stream("acme/alpha", "event-turn secret-question-words").all();
        String id = events.get(0).text("llm_request_id");

        List<String> lines =
                parley.console().lines().filter(line -> line.contains(id)).toList();

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"event\":\"llm.request.start\"",
                                "\"model\":\"acme/alpha-model\"",
                                "\"temperature\":0.125",
                                "\"max_tokens\":321"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"event\":\"cost_tracking.success\"",
                                "\"total_cost\":\"0.125\"",
                                "\"response_length\":19"));
        assertThat(parley.console()).doesNotContain("secret-answer-words", "secret-question-words", "canary-key");
    }

    private void awaitEnd(String id) {
        await().until(() -> !"in_progress".equals(sql.request(id).get("completion_status")));
    }
}
