package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** A provider that fails before it said a word is asked again, and then other models; each attempt is a row. */
class RetryIT {
    private static final ProviderStub.Reply ANSWER =
            call -> call.text("At last.").end("stop", 3, 2, "0.25");

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void a_provider_that_is_away_for_a_moment_costs_the_visitor_nothing_but_time() {
        parley.provider().script("passing-503", call -> call.status(503, "{}"), ANSWER);

        List<EventStream.Event> events =
                api.stream("acme/sturdy", "passing-503").all();

        assertThat(events).extracting(EventStream.Event::name).containsExactly("start", "message", "done");
        assertThat(attempts(events))
                .containsExactly(
                        "1.1 sturdy/first failed provider_unavailable unknown",
                        "1.2 sturdy/first settled null provider");
        assertThat((BigDecimal) sql.request(id(events)).get("total_cost")).isEqualByComparingTo("0.25");
    }

    @Test
    void models_that_keep_failing_are_followed_by_the_next_in_the_list_whatever_the_failure() {
        parley.provider()
                .script(
                        "fall-back",
                        call -> call.status(429, "{\"error\":{}}"),
                        call -> call.status(500, "down"),
                        call -> call.status(404, "{\"error\":\"no such model\"}"),
                        ANSWER);

        List<EventStream.Event> events = api.stream("acme/sturdy", "fall-back").all();

        assertThat(attempts(events))
                .containsExactly(
                        "1.1 sturdy/first failed provider_rate_limited unknown",
                        "1.2 sturdy/first failed provider_unavailable unknown",
                        "1.3 sturdy/second failed provider_refused unknown",
                        "1.4 sturdy/third settled null provider");
        assertThat(parley.provider().book("fall-back"))
                .extracting(call -> call.request().getString("model"))
                .containsExactly("sturdy/first", "sturdy/first", "sturdy/second", "sturdy/third");
    }

    @Test
    void a_provider_that_asks_to_wait_is_waited_for_and_one_that_asks_for_too_long_is_not() {
        parley.provider()
                .script("wait-one", call -> call.header("Retry-After", "1").status(429, "{}"), ANSWER);
        parley.provider()
                .script("wait-long", call -> call.header("Retry-After", "60").status(429, "{}"), ANSWER);

        String waited = id(api.stream("acme/sturdy", "wait-one").all());
        String went = id(api.stream("acme/sturdy", "wait-long").all());

        assertThat(sql.count("""
                        SELECT count(*) FROM llm_calls a JOIN llm_calls b ON a.llm_request_id = b.llm_request_id
                        WHERE a.llm_request_id = CAST(? AS uuid) AND a.attempt = 1 AND b.attempt = 2
                        AND b.claimed_at - a.finished_at >= interval '1 second'""", waited)).isEqualTo(1);
        assertThat(sql.calls(went))
                .extracting(call -> call.get("model"))
                .containsExactly("sturdy/first", "sturdy/second");
    }

    @Test
    void silence_before_the_first_byte_is_tried_again_and_its_cost_stays_unknown() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        parley.provider().script("first-silent", call -> answered.await(30, TimeUnit.SECONDS), ANSWER);

        List<EventStream.Event> events =
                api.stream("acme/sturdy", "first-silent").all();
        answered.countDown();

        assertThat(attempts(events))
                .containsExactly(
                        "1.1 sturdy/first unknown provider_timeout unknown", "1.2 sturdy/first settled null provider");
        EventStream.Event done = events.get(events.size() - 1);
        assertThat(done.data().getJsonObject("cost").getString("source"))
                .as("the attempt may have cost something")
                .isEqualTo("unknown");
    }

    @Test
    void nothing_is_asked_again_after_a_word_was_shown() {
        parley.provider().script("shown-then-cut", call -> call.text("Hal"), ANSWER);

        List<EventStream.Event> events =
                api.stream("acme/sturdy", "shown-then-cut").all();

        assertThat(attempts(events)).containsExactly("1.1 sturdy/first partial provider_cut unknown");
        assertThat(EventStream.text(events)).isEqualTo("Hal");
        assertThat(parley.provider().book("shown-then-cut")).hasSize(1);
    }

    @Test
    void nothing_is_asked_again_when_the_provider_says_after_a_word_that_it_failed() {
        parley.provider()
                .script(
                        "shown-then-failed",
                        call -> call.text("Hal").event("{\"error\":{\"code\":502,\"message\":\"overloaded\"}}"),
                        ANSWER);

        List<EventStream.Event> events =
                api.stream("acme/sturdy", "shown-then-failed").all();

        assertThat(attempts(events)).containsExactly("1.1 sturdy/first partial provider_error unknown");
        assertThat(EventStream.text(events)).isEqualTo("Hal");
        assertThat(parley.provider().book("shown-then-failed")).hasSize(1);
    }

    @Test
    void a_call_after_a_tool_round_is_tried_again_too_and_the_model_that_took_over_is_kept() {
        parley.provider()
                .script(
                        "second-round",
                        call -> call.status(404, "{}"),
                        call -> call.text("Looking.")
                                .tool(0, "a", "get_available_directories", "{}")
                                .end("tool_calls", 5, 5, "0.5"),
                        call -> call.status(502, "{}"),
                        ANSWER);

        List<EventStream.Event> events =
                api.stream("acme/sturdy", "second-round").all();

        assertThat(attempts(events))
                .containsExactly(
                        "1.1 sturdy/first failed provider_refused unknown",
                        "1.2 sturdy/second settled null provider",
                        "2.1 sturdy/second failed provider_unavailable unknown",
                        "2.2 sturdy/second settled null provider");
        assertThat(EventStream.text(events)).isEqualTo("Looking.\n\nAt last.");
    }

    @Test
    void a_turn_that_is_ended_while_it_waits_makes_no_other_call() {
        parley.provider()
                .script("ended-waiting", call -> call.header("Retry-After", "2").status(429, "{}"), ANSWER);
        EventStream stream = api.stream("acme/sturdy", "ended-waiting");
        String id = stream.await("start").text("llm_request_id");
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> "failed".equals(sql.calls(id).get(0).get("status")));

        assertThat(api.delete("/api/accounts/acme/requests/" + id).status()).isEqualTo(202);

        assertThat(stream.await("done").text("completion_status")).isEqualTo("cancelled");
        assertThat(sql.calls(id)).hasSize(1);
        assertThat(parley.provider().book("ended-waiting")).hasSize(1);
    }

    @Test
    void when_all_have_failed_the_visitor_is_told_and_every_attempt_is_on_record() {
        ProviderStub.Reply away = call -> call.status(503, "{}");
        parley.provider().script("all-away", away, away, away, away, away, away, ANSWER);

        List<EventStream.Event> events = api.stream("acme/sturdy", "all-away").all();

        assertThat(events).extracting(EventStream.Event::name).containsExactly("start", "error");
        assertThat(attempts(events)).hasSize(6).allMatch(attempt -> attempt.contains("failed"));
        assertThat(sql.request(id(events)))
                .containsEntry("completion_status", "error")
                .containsEntry("error_type", "provider_unavailable");
    }

    private List<String> attempts(List<EventStream.Event> events) {
        return sql.calls(id(events)).stream().map(RetryIT::attempt).toList();
    }

    private static String attempt(Map<String, Object> call) {
        return call.get("sequence") + "." + call.get("attempt") + " " + call.get("model") + " " + call.get("status")
                + " " + call.get("error_type") + " " + call.get("cost_source");
    }

    private static String id(List<EventStream.Event> events) {
        return events.get(0).text("llm_request_id");
    }
}
