package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.fake.ProviderStub;

/** Each way in which providers misbehave: what the visitor is told, what is kept, and what the ledger says of it. */
class MisbehaviourIT {
    private static final String HEAD = "{\"id\":\"gen-odd\",\"model\":\"odd/model\",";
    private static final String WORDS = HEAD + "\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}";
    private static final String STOP = HEAD + "\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"cost\":0.5}";
    private static final String BILL = HEAD + "\"choices\":[]," + USAGE + "}";

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    /**
     * @param end the last event, with the completion status of a {@code done} or the type of an {@code error}
     * @param text what the visitor has seen, and what is kept
     * @param request the row's completion status and error type
     * @param call the only call's status, cost source and tokens
     */
    private record Case(String name, ProviderStub.Reply reply, String end, String text, String request, String call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> settled() {
        return Stream.of(
                whole(
                        "usage-last",
                        call -> call.event(WORDS).event(STOP).event(BILL).done()),
                whole(
                        "usage-before-last",
                        call -> call.event(WORDS).event(BILL).event(STOP).done()),
                whole(
                        "usage-twice",
                        call -> call.event(WORDS)
                                .event(BILL)
                                .event(STOP)
                                .event(BILL)
                                .done()),
                whole(
                        "usage-null-first",
                        call -> call.event(HEAD + "\"choices\":[],\"usage\":null}")
                                .event(WORDS)
                                .event(STOP)
                                .event(BILL)
                                .done()),
                whole("no-end-mark", call -> call.event(WORDS).event(STOP).event(BILL)),
                whole("no-reason", call -> call.event(WORDS).event(BILL).done()),
                whole(
                        "after-the-end",
                        call -> call.event(WORDS)
                                .event(STOP)
                                .event(BILL)
                                .event("[DONE]")
                                .event(WORDS)
                                .done()),
                whole(
                        "comments-between",
                        call -> call.comment("OPENROUTER PROCESSING")
                                .event(WORDS)
                                .comment("OPENROUTER PROCESSING")
                                .event(STOP)
                                .event(BILL)
                                .done()),
                whole(
                        "odd-choices",
                        call -> call.event(HEAD + "\"choices\":[]}")
                                .event(HEAD + "\"choices\":null}")
                                .event("{\"id\":\"gen-odd\"}")
                                .event(WORDS)
                                .event(STOP)
                                .event(BILL)
                                .done()),
                whole(
                        "cost-as-text",
                        call -> call.event(WORDS)
                                .event(STOP)
                                .event(BILL.replace("0.5", "\"0.5\""))
                                .done()),
                whole(
                        "null-error",
                        call -> call.event(WORDS.replace("\"choices\"", "\"error\":null,\"choices\""))
                                .event(STOP)
                                .event(BILL)
                                .done()),
                new Case(
                        "usage-absent",
                        call -> call.event(WORDS).event(STOP).done(),
                        "done complete",
                        "Hello",
                        "complete null",
                        "settled unknown 2"),
                new Case(
                        "cost-zero",
                        call -> call.event(WORDS)
                                .event(STOP)
                                .event(BILL.replace("0.5", "0"))
                                .done(),
                        "done complete",
                        "Hello",
                        "complete null",
                        "settled provider 2"),
                new Case(
                        "reason-length",
                        call -> call.event(WORDS)
                                .event(STOP.replace("stop", "length"))
                                .event(BILL)
                                .done(),
                        "done complete",
                        "Hello",
                        "complete null",
                        "settled provider 2"),
                new Case(
                        "nothing-said",
                        call -> call.event(STOP.replace("stop", "content_filter"))
                                .event(BILL)
                                .done(),
                        "done complete",
                        "",
                        "complete null",
                        "settled provider 2"));
    }

    static Stream<Case> broken() {
        return Stream.of(
                failed("html-page", call -> call.status(200, "<html>Busy</html>"), "provider-failed", "", "protocol"),
                failed("status-402", call -> call.status(402, "{}"), "provider-unavailable", "", "payment_required"),
                failed("status-403", call -> call.status(403, "<html>"), "provider-unavailable", "", "unauthorized"),
                failed("status-302", call -> call.status(302, ""), "provider-unavailable", "", "refused"),
                failed(
                        "broken-chunk",
                        call -> call.event(WORDS).event("{\"choices\":[{").done(),
                        "provider-failed",
                        "Hello",
                        "protocol"),
                failed(
                        "array-chunk",
                        call -> call.event(WORDS).event("[1]").done(),
                        "provider-failed",
                        "Hello",
                        "protocol"),
                failed(
                        "endless-line",
                        call -> call.event(WORDS).event("x".repeat(3 << 20)),
                        "provider-failed",
                        "Hello",
                        "protocol"),
                failed(
                        "error-object",
                        call -> call.event(WORDS)
                                .event("{\"error\":{\"code\":502,\"message\":\"secret-inside\"}}")
                                .done(),
                        "provider-failed",
                        "Hello",
                        "error"),
                failed("empty-answer", call -> call.comment("nothing"), "provider-failed", "", "cut"));
    }

    @ParameterizedTest
    @MethodSource({"settled", "broken"})
    void what_the_provider_does_becomes_an_honest_end_and_right_rows(Case odd) {
        String word = "odd-" + odd.name() + ".";
        parley.provider().script(word, odd.reply());

        List<EventStream.Event> events = api.stream("acme/alpha", word).all();

        EventStream.Event end = events.get(events.size() - 1);
        String id = end.text("llm_request_id");
        assertThat(end.name() + " " + (end.name().equals("done") ? end.text("completion_status") : end.text("type")))
                .isEqualTo(odd.end());
        assertThat(events)
                .filteredOn(event -> event.name().equals("done") || event.name().equals("error"))
                .hasSize(1);
        assertThat(EventStream.text(events)).isEqualTo(odd.text());
        Map<String, Object> request = sql.request(id);
        assertThat(request.get("completion_status") + " " + request.get("error_type"))
                .isEqualTo(odd.request());
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call.get("status") + " " + call.get("cost_source") + " "
                                + call.get("completion_tokens"))
                        .isEqualTo(odd.call()));
        assertThat(sql.messages(id).stream().skip(1))
                .extracting(message -> message.get("content"))
                .isEqualTo(odd.text().isEmpty() ? List.of() : List.of(odd.text()));
        assertThat(end.data().toString()).doesNotContain("secret-inside", "Exception");
    }

    private static Case whole(String name, ProviderStub.Reply reply) {
        return new Case(name, reply, "done complete", "Hello", "complete null", "settled provider 2");
    }

    private static Case failed(String name, ProviderStub.Reply reply, String problem, String text, String failure) {
        boolean refused = List.of("payment_required", "unauthorized", "refused").contains(failure);
        String call = refused ? "failed unknown null" : text.isEmpty() ? "partial unknown 0" : "partial unknown 2";
        return new Case(
                name, reply, "error /problems/" + problem, text, statusOf(failure) + " provider_" + failure, call);
    }

    private static String statusOf(String failure) {
        return failure.equals("cut") ? "partial" : "error";
    }
}
