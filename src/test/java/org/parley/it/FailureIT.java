package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** What goes wrong outside leaves right rows and an honest word to the client. */
class FailureIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void an_error_of_the_provider_is_an_error_event_and_a_failed_call() {
        parley.provider()
                .script("error-500", call -> call.status(500, "{\"error\":{\"message\":\"secret-of-provider\"}}"));

        List<EventStream.Event> events = api.stream("acme/alpha", "error-500").all();

        assertThat(events).extracting(EventStream.Event::name).containsExactly("start", "error");
        EventStream.Event error = events.get(1);
        assertThat(error.text("type")).isEqualTo("/problems/provider-unavailable");
        assertThat(error.data().toString()).doesNotContain("secret-of-provider", "Exception");
        String id = error.text("llm_request_id");
        assertThat(sql.request(id))
                .containsEntry("completion_status", "error")
                .containsEntry("error_type", "provider_unavailable");
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("status", "failed")
                        .containsEntry("cost_source", "unknown")
                        .containsEntry("total_cost", null));
        assertThat(sql.messages(id)).extracting(message -> message.get("role")).containsExactly("user");
    }

    @Test
    void an_error_of_the_provider_is_a_problem_to_a_client_that_waits_for_the_whole() {
        parley.provider().script("error-429", call -> call.status(429, "{}"));

        Api.Answer answer = api.chat("acme/alpha", "error-429");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().getString("type")).isEqualTo("/problems/provider-busy");
    }

    @Test
    void a_cut_stream_keeps_what_was_said_and_is_partial() {
        parley.provider().script("cut-stream", call -> call.text("Half of an ans"));

        List<EventStream.Event> events = api.stream("acme/alpha", "cut-stream").all();

        EventStream.Event done = events.get(events.size() - 1);
        assertThat(done.name()).isEqualTo("done");
        assertThat(done.text("completion_status")).isEqualTo("partial");
        String id = done.text("llm_request_id");
        assertThat(sql.request(id))
                .containsEntry("completion_status", "partial")
                .containsEntry("error_type", "provider_cut");
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("status", "partial")
                        .containsEntry("completion_tokens", 4L)
                        .containsEntry("cost_source", "unknown"));
        assertThat(sql.messages(id).get(1))
                .containsEntry("content", "Half of an ans")
                .containsEntry("completion_status", "partial");
    }

    @Test
    void a_cut_stream_of_a_model_with_a_price_is_estimated() {
        parley.provider().script("priced-cut", call -> {
            String model = "\"id\":\"gen-x\",\"model\":\"parley-offline-1\"";
            call.event("{" + model + ",\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}");
        });

        EventStream.Event done = api.stream("acme/alpha", "priced-cut").await("done");

        assertThat(sql.calls(done.text("llm_request_id"))).singleElement().satisfies(call -> {
            assertThat(call).containsEntry("cost_source", "estimate");
            assertThat(String.valueOf(call.get("price_version"))).startsWith("built-in@");
            assertThat((BigDecimal) call.get("completion_cost")).isEqualByComparingTo("0.0000012");
        });
    }

    @Test
    void a_provider_that_falls_silent_is_a_timeout_and_its_connection_is_closed() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        parley.provider().script("silence", call -> {
            call.text("And then");
            assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
            call.commentUntilLeft();
        });

        List<EventStream.Event> events = api.stream("acme/sturdy", "silence").all();
        givenUp.countDown();

        EventStream.Event error = events.get(events.size() - 1);
        assertThat(error.text("type")).isEqualTo("/problems/provider-timeout");
        assertThat(sql.request(error.text("llm_request_id"))).containsEntry("completion_status", "timeout");
        assertThat(sql.messages(error.text("llm_request_id")).get(1)).containsEntry("content", "And then");
        assertThat(parley.provider().book("silence").get(0).left().await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void a_client_that_leaves_ends_the_turn_at_the_provider_and_is_booked_as_cancelled() throws Exception {
        parley.provider().script("client-leaves", call -> {
            call.text("Are you still there?");
            call.commentUntilLeft();
        });

        EventStream stream = api.stream("acme/alpha", "client-leaves");
        String id = stream.await("start").text("llm_request_id");
        stream.await("message");
        stream.close();

        assertThat(parley.provider().book("client-leaves").get(0).left().await(30, TimeUnit.SECONDS))
                .isTrue();
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> "cancelled".equals(sql.request(id).get("completion_status")));
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("status", "partial")
                        .containsEntry("error_type", "provider_cancelled"));
        assertThat(sql.messages(id).get(1)).containsEntry("content", "Are you still there?");
    }

    @Test
    void a_client_that_leaves_an_agent_that_finishes_has_its_answer_kept() throws Exception {
        CountDownLatch clientIsGone = new CountDownLatch(1);
        parley.provider().script("finish-anyway", call -> {
            call.text("Kept");
            assertThat(clientIsGone.await(30, TimeUnit.SECONDS)).isTrue();
            call.text(" for you.").end("stop", 2, 2, "0.5");
        });

        EventStream stream = api.stream("acme/brief", "finish-anyway");
        String id = stream.await("start").text("llm_request_id");
        stream.await("message");
        stream.close();
        clientIsGone.countDown();

        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> "complete".equals(sql.request(id).get("completion_status")));
        assertThat(sql.messages(id).get(1)).containsEntry("content", "Kept for you.");
    }

    @Test
    void a_turn_can_be_ended_by_its_id_and_only_in_its_own_account() throws Exception {
        parley.provider().script("ended-by-id", call -> {
            call.text("On and on");
            call.commentUntilLeft();
        });
        EventStream stream = api.stream("acme/alpha", "ended-by-id");
        String id = stream.await("start").text("llm_request_id");
        stream.await("message");

        assertThat(api.delete("/api/accounts/globex/requests/" + id).status()).isEqualTo(404);
        assertThat(api.delete("/api/accounts/acme/requests/nonsense").status()).isEqualTo(400);
        assertThat(api.delete("/api/accounts/acme/requests/" + id).status()).isEqualTo(202);

        EventStream.Event done = stream.await("done");
        assertThat(done.text("completion_status")).isEqualTo("cancelled");
        assertThat(parley.provider().book("ended-by-id").get(0).left().await(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(sql.request(id))
                .containsEntry("completion_status", "cancelled")
                .containsEntry("error_type", "provider_cancelled");
        assertThat(sql.messages(id).get(1)).containsEntry("content", "On and on");
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> api.delete("/api/accounts/acme/requests/" + id).status() == 404);
    }

    @Test
    void a_model_that_asks_for_tools_for_ever_meets_the_limit() {
        ProviderStub.Reply again =
                call -> call.tool(0, "t", "get_available_directories", "{}").end("tool_calls", 1, 1, "0.001");
        parley.provider().script("for-ever", again, again, again, again);

        EventStream.Event done = api.stream("acme/brief", "for-ever").await("done");

        assertThat(done.text("completion_status")).isEqualTo("limit");
        assertThat(parley.provider().book("for-ever")).hasSize(2);
        assertThat((BigDecimal) sql.request(done.text("llm_request_id")).get("total_cost"))
                .isEqualByComparingTo("0.002");
    }

    @Test
    void without_a_ledger_no_model_is_called_and_the_client_hears_the_truth() {
        parley.provider().script("no-ledger", call -> call.text("never").end("stop", 1, 1, "1"));
        sql.execute("ALTER TABLE llm_calls RENAME TO llm_calls_away");
        Api.Answer answer;
        try {
            answer = api.post(Api.path("acme/alpha") + "/stream", Api.body("no-ledger", null));
        } finally {
            sql.execute("ALTER TABLE llm_calls_away RENAME TO llm_calls");
        }

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/ledger-unavailable");
        assertThat(answer.json()).doesNotContainKey("llm_request_id");
        assertThat(parley.provider().book("no-ledger")).isEmpty();
        assertThat(sql.count("SELECT count(*) FROM messages WHERE content = 'no-ledger'"))
                .isZero();
        assertThat(parley.console()).contains("\"event\":\"cost_tracking.failed\"");
    }

    @Test
    void an_answer_that_cannot_be_stored_is_told_as_pending_and_stored_when_it_can_be() throws Exception {
        CountDownLatch ledgerIsAway = new CountDownLatch(1);
        parley.provider().script("ledger-lost", call -> {
            call.text("Shown but not booked.");
            assertThat(ledgerIsAway.await(20, TimeUnit.SECONDS)).isTrue();
            call.end("stop", 1, 1, "1");
        });
        EventStream stream = api.stream("acme/alpha", "ledger-lost");
        String id = stream.await("start").text("llm_request_id");
        stream.await("message");
        sql.execute("ALTER TABLE messages RENAME TO messages_away");
        EventStream.Event done;
        Map<String, Object> request;
        try {
            ledgerIsAway.countDown();
            done = stream.await("done");
            request = sql.request(id);
        } finally {
            sql.execute("ALTER TABLE messages_away RENAME TO messages");
        }

        assertThat(done.text("completion_status")).isEqualTo("pending");
        assertThat(done.data().getJsonObject("cost").getString("amount")).isEqualTo("1");
        assertThat(request).as("nothing of it is half written").containsEntry("completion_status", "in_progress");
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(sql.request(id)).containsEntry("completion_status", "complete"));
        assertThat(sql.messages(id).get(1)).containsEntry("content", "Shown but not booked.");
        assertThat(sql.count("SELECT count(*) FROM ledger_audit WHERE llm_request_id = ?", UUID.fromString(id)))
                .isZero();
    }
}
