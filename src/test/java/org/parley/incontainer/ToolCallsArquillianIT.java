package org.parley.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.fake.ProviderStub;
import org.parley.platform.Json;
import org.parley.run.Rows;

/** The tool calls of one reply, seen through a tool that the application was packaged with. */
@ExtendWith(ArquillianExtension.class)
class ToolCallsArquillianIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PATIENCE_MS = 8_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ProviderStub provider = Surroundings.ready().provider();
    private final Rows rows = new Rows(Surroundings.ready().database()::connect);

    /** A tool call that the model asks for; its name is its id with the provider too. */
    private record Probe(String name, int company, int patienceMs, String then) {
        static Probe meeting(String name, int company, String then) {
            return new Probe(name, company, PATIENCE_MS, then);
        }

        String arguments(String turn) {
            return Json.object()
                    .add("turn", turn)
                    .add("name", name)
                    .add("company", company)
                    .add("patience_ms", patienceMs)
                    .add("then", then)
                    .build()
                    .toString();
        }
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return Application.with(ProbeTool.class);
    }

    @BeforeEach
    void createTable() {
        rows.execute("""
                CREATE TABLE IF NOT EXISTS probes (turn text NOT NULL, name text NOT NULL, pid int NOT NULL,
                  txid bigint NOT NULL, UNIQUE (turn, name) DEFERRABLE INITIALLY DEFERRED)""");
        rows.execute("GRANT SELECT, INSERT ON probes TO parley");
    }

    @Test
    void tool_calls_of_one_reply_run_at_once_each_in_a_transaction_and_on_a_connection_of_its_own() throws Exception {
        UUID request = turn("parallel", "all-at-once", four("go on"));

        assertThat(outcomes(request)).containsExactly("a ok", "b ok", "c ok", "d ok");
        List<Map<String, Object>> left = rows.all("SELECT * FROM probes WHERE turn = 'all-at-once'");
        assertThat(left).extracting(row -> row.get("name")).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(left).extracting(row -> row.get("pid")).doesNotHaveDuplicates();
        assertThat(left).extracting(row -> row.get("txid")).doesNotHaveDuplicates();
    }

    @Test
    void the_work_of_a_tool_and_its_outcome_on_record_are_written_by_one_transaction() throws Exception {
        UUID request = turn("parallel", "one-commit", four("go on"));

        assertThat(rows.count("""
                        SELECT count(*) FROM probes p
                        JOIN tool_calls t ON t.provider_tool_call_id = p.name AND t.xmin = p.xmin
                        WHERE p.turn = 'one-commit' AND t.llm_request_id = ?""", request)).isEqualTo(4);
    }

    @Test
    void a_tool_that_refuses_loses_its_own_work_and_nothing_else() throws Exception {
        UUID request = turn("parallel", "one-refuses", four("refuse"));

        assertThat(outcomes(request)).containsExactly("a failed refused", "b ok", "c ok", "d ok");
        requireOthersKept("one-refuses", request);
        assertThat(shown("one-refuses", 0)).contains("\"type\":\"refused\"", "The probe was told to refuse.");
    }

    @Test
    void a_tool_that_breaks_loses_its_own_work_and_nothing_else() throws Exception {
        UUID request = turn("parallel", "one-breaks", four("break"));

        assertThat(outcomes(request)).containsExactly("a failed tool_failed", "b ok", "c ok", "d ok");
        requireOthersKept("one-breaks", request);
        assertThat(shown("one-breaks", 0))
                .contains("\"type\":\"tool_failed\"")
                .doesNotContain("The probe was told to break.");
    }

    @Test
    void a_tool_whose_work_the_database_refuses_at_the_commit_has_failed() throws Exception {
        UUID request = turn("parallel", "no-commit", four("repeat"));

        assertThat(outcomes(request)).containsExactly("a failed tool_failed", "b ok", "c ok", "d ok");
        requireOthersKept("no-commit", request);
    }

    @Test
    void a_statement_that_runs_for_too_long_is_stopped_by_the_database_and_gives_its_connection_back()
            throws Exception {
        UUID request = turn(
                "brief",
                "too-long",
                Probe.meeting("a", 3, "sleep"),
                Probe.meeting("b", 3, "go on"),
                Probe.meeting("c", 3, "go on"));

        assertThat(outcomes(request)).containsExactly("a timeout timeout", "b ok", "c ok");
        requireBooked(request);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(rows.all("""
                        SELECT pid, state, query FROM pg_stat_activity
                        WHERE application_name = 'parley' AND state <> 'idle'""")).isEmpty());
        assertThat(rows.all("SELECT name FROM probes WHERE turn = 'too-long'"))
                .extracting(row -> row.get("name"))
                .containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void tools_of_an_agent_that_needs_them_one_after_another_never_meet() throws Exception {
        int briefly = 500;
        UUID request = turn(
                "sequential",
                "one-by-one",
                new Probe("a", 2, briefly, "go on"),
                new Probe("b", 2, briefly, "go on"),
                new Probe("c", 2, briefly, "go on"));

        assertThat(outcomes(request)).containsExactly("a failed alone", "b failed alone", "c failed alone");
        requireBooked(request);
    }

    private static Probe[] four(String thenFirst) {
        return new Probe[] {
            Probe.meeting("a", 4, thenFirst),
            Probe.meeting("b", 4, "go on"),
            Probe.meeting("c", 4, "go on"),
            Probe.meeting("d", 4, "go on")
        };
    }

    private void requireOthersKept(String turn, UUID request) {
        assertThat(rows.all("SELECT name FROM probes WHERE turn = ?", turn))
                .extracting(row -> row.get("name"))
                .containsExactlyInAnyOrder("b", "c", "d");
        assertThat(rows.count(
                        "SELECT count(DISTINCT CAST(xmin AS text)) FROM tool_calls WHERE llm_request_id = ?", request))
                .as("transactions that wrote the outcomes")
                .isEqualTo(4);
        requireBooked(request);
    }

    /** The turn went on to the model's second reply, and both are paid for. */
    private void requireBooked(UUID request) {
        Map<String, Object> booked = rows.one("SELECT * FROM llm_requests WHERE id = ?", request);
        assertThat(booked).containsEntry("completion_status", "complete");
        assertThat((BigDecimal) booked.get("total_cost")).isEqualByComparingTo("0.03");
        assertThat(rows.all("SELECT status FROM llm_calls WHERE llm_request_id = ?", request))
                .extracting(row -> row.get("status"))
                .containsExactly("settled", "settled");
        assertThat(rows.all("SELECT content FROM messages WHERE llm_request_id = ? AND role = 'assistant'", request))
                .extracting(row -> row.get("content"))
                .containsExactly("All is told.");
    }

    /** Name, status and, if any, type of failure of each tool call on record. */
    private List<String> outcomes(UUID request) {
        return rows.all("""
                        SELECT concat_ws(' ', provider_tool_call_id, status, error_type) AS outcome FROM tool_calls
                        WHERE llm_request_id = ? ORDER BY provider_tool_call_id""", request).stream()
                .map(row -> (String) row.get("outcome"))
                .toList();
    }

    /** What the model was shown as the result of a tool call. */
    private String shown(String turn, int call) {
        return provider.book(turn).get(1).request().getJsonArray("messages").getValuesAs(JsonObject.class).stream()
                .filter(message -> message.getString("role").equals("tool"))
                .toList()
                .get(call)
                .getString("content");
    }

    /** One turn, in which the model asks for these calls, and then says its answer. */
    private UUID turn(String agent, String turn, Probe... probes) throws IOException, InterruptedException {
        provider.script(
                turn,
                call -> {
                    for (int i = 0; i < probes.length; i++) {
                        call.tool(i, probes[i].name(), "probe", probes[i].arguments(turn));
                    }
                    call.end("tool_calls", 10, 5, "0.01");
                },
                call -> call.text("All is told.").end("stop", 20, 3, "0.02"));
        JsonObject answer = chat(agent, turn);
        return UUID.fromString(answer.getString("llm_request_id"));
    }

    private static JsonObject chat(String agent, String message) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        Surroundings.ready().address().resolve("/api/accounts/probes/agents/" + agent + "/chat"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.object().add("message", message).build().toString()))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.parseObject(response.body()).orElseThrow();
    }
}
