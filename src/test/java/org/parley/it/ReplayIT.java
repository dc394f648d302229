package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A request that is sent again, and a client that comes back, hear the turn that was begun; no model is asked twice. */
class ReplayIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void the_same_key_and_body_get_the_same_turn_while_it_runs_from_its_start() throws Exception {
        CountDownLatch secondIsThere = new CountDownLatch(1);
        parley.provider().script("keyed-running", call -> {
            call.text("One ");
            assertThat(secondIsThere.await(30, TimeUnit.SECONDS)).isTrue();
            call.text("two.").end("stop", 1, 2, "0.5");
        });
        HttpRequest request = keyed("acme/loyal", "keyed-running", "key-running");

        EventStream first = api.open(request);
        assertThat(first.await("message").text("delta")).isEqualTo("One ");
        EventStream second = api.open(request);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        EventStream.Event start = second.await("start");
        assertThat(second.await("message").text("delta")).isEqualTo("One ");
        secondIsThere.countDown();

        EventStream.Event firstDone = first.await("done");
        assertThat(second.await("done")).isEqualTo(firstDone);
        assertThat(start.text("llm_request_id")).isEqualTo(firstDone.text("llm_request_id"));
        assertThat(parley.provider().book("keyed-running")).hasSize(1);
    }

    @Test
    void a_turn_that_has_ended_is_told_again_from_its_rows_with_the_same_events_at_the_same_ids() {
        parley.provider()
                .script(
                        "keyed-ended",
                        call -> call.text("Let me look.")
                                .tool(0, "a", "get_available_directories", "{}")
                                .tool(1, "b", "search_directory", "{\"list_name\":\"departments\",\"query\":\"x\"}")
                                .end("tool_calls", 20, 5, "0.01"),
                        call -> call.text("Here it is.").end("stop", 60, 7, "0.04"));
        HttpRequest request = keyed("acme/alpha", "keyed-ended", "key-ended");

        List<EventStream.Event> first = api.open(request).all();
        List<EventStream.Event> again = api.open(request).all();

        assertThat(places(again)).isEqualTo(places(first));
        assertThat(EventStream.text(again)).isEqualTo("Let me look.\n\nHere it is.");
        assertThat(again.get(again.size() - 1)).isEqualTo(first.get(first.size() - 1));
        assertThat(parley.provider().book("keyed-ended")).hasSize(2);
    }

    @Test
    void a_failed_turn_is_told_again_as_the_failure_it_was_and_not_asked_again() {
        parley.provider()
                .script(
                        "keyed-failed",
                        call -> call.status(401, "{}"),
                        call -> call.text("no").end("stop", 1, 1, "1"));
        HttpRequest request = keyed("acme/alpha", "keyed-failed", "key-failed");

        EventStream.Event error = api.open(request).await("error");

        assertThat(api.open(request).await("error").data()).isEqualTo(error.data());
        assertThat(parley.provider().book("keyed-failed")).hasSize(1);
    }

    @Test
    void another_body_under_the_key_is_refused_and_another_agent_has_keys_of_its_own() {
        parley.provider()
                .script(
                        "keyed-other",
                        call -> call.text("alpha").end("stop", 1, 1, "0"),
                        call -> call.text("beta").end("stop", 1, 1, "0"));
        api.open(keyed("acme/alpha", "keyed-other", "key-other")).all();

        Api.Answer other = api.send(keyed("acme/alpha", "keyed-other but not the same", "key-other"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().getString("type")).isEqualTo("/problems/idempotency-key-reused");
        assertThat(EventStream.text(
                        api.open(keyed("acme/beta", "keyed-other", "key-other")).all()))
                .isEqualTo("beta");
        assertThat(api.send(keyed("acme/alpha", "keyed-other", "not a key")).status())
                .isEqualTo(400);
    }

    @Test
    void many_at_once_under_one_key_make_one_turn_and_the_whole_answer_is_the_same() {
        parley.provider().script("keyed-crowd", call -> call.text("Once.").end("stop", 1, 1, "0.5"));
        HttpRequest request = api.request(Api.path("acme/alpha") + "/chat", Api.body("keyed-crowd", null))
                .header("Idempotency-Key", "key-crowd")
                .build();

        List<CompletableFuture<Api.Answer>> answers = IntStream.range(0, 12)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> api.send(request)))
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().status()).isEqualTo(200);
            assertThat(answer.join().json().getString("content")).isEqualTo("Once.");
        });
        assertThat(answers.stream().map(answer -> answer.join().json().getString("llm_request_id")))
                .hasSize(12)
                .containsOnly(answers.get(0).join().json().getString("llm_request_id"));
        assertThat(parley.provider().book("keyed-crowd")).hasSize(1);
        assertThat(sql.count("SELECT count(*) FROM messages WHERE content = 'keyed-crowd'"))
                .isEqualTo(1);
    }

    @Test
    void a_client_that_comes_back_goes_on_after_the_last_event_it_had() throws Exception {
        CountDownLatch clientIsBack = new CountDownLatch(1);
        parley.provider().script("comes-back", call -> {
            call.text("Before ");
            assertThat(clientIsBack.await(30, TimeUnit.SECONDS)).isTrue();
            call.text("and after.").end("stop", 1, 2, "0.5");
        });
        EventStream lost = api.stream("acme/loyal", "comes-back");
        String id = lost.await("start").text("llm_request_id");
        String last = lost.await("message").id();
        lost.close();

        EventStream back = api.open(events("acme", id, last));
        clientIsBack.countDown();
        List<EventStream.Event> rest = back.all();

        assertThat(EventStream.text(rest)).isEqualTo("and after.");
        assertThat(rest.get(rest.size() - 1).text("completion_status")).isEqualTo("complete");
        assertThat(EventStream.text(api.open(events("acme", id, last)).all()))
                .as("after the turn, from its rows")
                .isEqualTo("and after.");
        assertThat(EventStream.text(api.open(events("acme", id, "")).all())).isEqualTo("Before and after.");
        assertThat(api.send(events("acme", id, rest.get(rest.size() - 1).id())).status())
                .as("all was heard")
                .isEqualTo(204);
    }

    @Test
    void events_are_those_of_the_accounts_own_requests() {
        parley.provider().script("own-events", call -> call.text("Mine.").end("stop", 1, 1, "0"));
        String id = api.stream("acme/alpha", "own-events").await("done").text("llm_request_id");

        assertThat(api.send(events("globex", id, "")).status()).isEqualTo(404);
        assertThat(api.send(events("acme", "nonsense", "")).status()).isEqualTo(400);
        assertThat(api.send(events("acme", id, "nonsense")).status()).isEqualTo(400);
        assertThat(api.send(events("acme", id, "99999999")).status()).isEqualTo(400);
        assertThat(api.send(events("acme", "01890000-0000-7000-8000-000000000000", ""))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_client_that_leaves_for_good_ends_the_turn_only_after_the_grace() throws Exception {
        parley.provider().script("leaves-loyal", call -> {
            call.text("Still here?");
            call.commentUntilLeft();
        });
        EventStream stream = api.stream("acme/loyal", "leaves-loyal");
        String id = stream.await("start").text("llm_request_id");
        stream.close();
        await().during(12, TimeUnit.SECONDS)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> "in_progress".equals(sql.request(id).get("completion_status")));
        assertThat(api.delete("/api/accounts/acme/requests/" + id).status()).isEqualTo(202);
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> "cancelled".equals(sql.request(id).get("completion_status")));
    }

    private HttpRequest keyed(String agent, String message, String key) {
        return api.request(Api.path(agent) + "/stream", Api.body(message, null))
                .header("Idempotency-Key", key)
                .build();
    }

    private HttpRequest events(String account, String id, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                parley.address().resolve("/api/accounts/" + account + "/requests/" + id + "/events"));
        return (lastEventId.isEmpty() ? request : request.header("Last-Event-ID", lastEventId)).build();
    }

    /** Names and ids; of text that came in pieces the last, since how it was cut is the pace of the client. */
    private static List<String> places(List<EventStream.Event> events) {
        return IntStream.range(0, events.size())
                .filter(i -> i + 1 == events.size()
                        || !events.get(i).name().equals("message")
                        || !events.get(i + 1).name().equals("message"))
                .mapToObj(i -> events.get(i).id() + " " + events.get(i).name())
                .toList();
    }
}
