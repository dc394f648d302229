package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** Several tool calls of one reply: at once, each on a connection and in a transaction of its own. */
class ParallelToolsIT {
    private static final String WAITING = """
            SELECT a.pid, l.virtualtransaction FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'virtualxid'
            WHERE a.wait_event_type = 'Lock' AND a.query LIKE '%directory_entries%' AND a.application_name = 'parley'""";

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void calls_of_one_reply_run_at_once_on_connections_and_in_transactions_of_their_own() throws Exception {
        parley.provider()
                .script("four-at-once", searches(4), call -> call.text("Found.").end("stop", 9, 9, "0.25"));

        List<Map<String, Object>> waiting;
        CompletableFuture<List<EventStream.Event>> turn;
        try (Connection lock = lockEntries()) {
            turn = CompletableFuture.supplyAsync(
                    () -> api.stream("acme/alpha", "four-at-once").all());
            await().atMost(Duration.ofSeconds(15)).until(() -> sql.rows(WAITING).size() == 4);
            waiting = sql.rows(WAITING);
            lock.rollback();
        }

        assertThat(waiting).extracting(row -> row.get("pid")).doesNotHaveDuplicates();
        assertThat(waiting).extracting(row -> row.get("virtualtransaction")).doesNotHaveDuplicates();
        List<EventStream.Event> events = turn.get();
        String id = events.get(0).text("llm_request_id");
        assertThat(events)
                .extracting(EventStream.Event::name)
                .filteredOn("tool_result"::equals)
                .hasSize(4);
        assertThat(sql.toolCalls(id))
                .hasSize(4)
                .allSatisfy(call -> assertThat(call).containsEntry("status", "ok"));
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.75");
    }

    @Test
    void an_agent_may_have_its_tools_run_one_after_another() throws Exception {
        parley.provider()
                .script("one-by-one", searches(3), call -> call.text("Found.").end("stop", 9, 9, "0.25"));

        try (Connection lock = lockEntries()) {
            CompletableFuture<List<EventStream.Event>> turn = CompletableFuture.supplyAsync(
                    () -> api.stream("acme/serial", "one-by-one").all());
            await().atMost(Duration.ofSeconds(15)).until(() -> sql.rows(WAITING).size() == 1);
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> sql.rows(WAITING).size() == 1);
            lock.rollback();
            assertThat(turn.get())
                    .extracting(EventStream.Event::name)
                    .filteredOn("tool_result"::equals)
                    .hasSize(3);
        }
    }

    @Test
    void a_tool_that_fails_neither_fails_the_turn_nor_touches_the_others() {
        parley.provider()
                .script(
                        "one-fails",
                        call -> call.tool(
                                        0,
                                        "good",
                                        "search_directory",
                                        "{\"list_name\":\"departments\",\"query\":\"pharmacy\"}")
                                .tool(1, "nolist", "search_directory", "{\"list_name\":\"nowhere\"}")
                                .tool(2, "nojson", "search_directory", "{\"list_name\":")
                                .tool(3, "notool", "launch_rocket", "{}")
                                .tool(4, "schema", "search_directory", "{\"list_name\":\"staff\",\"limit\":-1}")
                                .end("tool_calls", 5, 5, "0.5"),
                        call -> call.text("All the same.").end("stop", 5, 5, "0.25"));

        List<EventStream.Event> events = api.stream("acme/alpha", "one-fails").all();

        String id = events.get(0).text("llm_request_id");
        assertThat(events.get(events.size() - 1).text("completion_status")).isEqualTo("complete");
        assertThat(sql.toolCalls(id))
                .extracting(call ->
                        call.get("provider_tool_call_id") + " " + call.get("status") + " " + call.get("error_type"))
                .containsExactly(
                        "good ok null",
                        "nolist failed unknown_list",
                        "nojson rejected invalid_arguments",
                        "notool rejected unknown_tool",
                        "schema rejected invalid_arguments");
        List<JsonObject> outputs = parley
                .provider()
                .book("one-fails")
                .get(1)
                .request()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(message -> message.getString("role").equals("tool"))
                .toList();
        assertThat(outputs)
                .extracting(output -> output.getString("tool_call_id"))
                .containsExactly("good", "nolist", "nojson", "notool", "schema");
        assertThat(outputs.get(1).getString("content")).contains("unknown_list", "departments");
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.75");
    }

    @Test
    void a_tool_that_takes_too_long_is_given_up_and_its_statement_is_stopped() throws Exception {
        parley.provider()
                .script(
                        "too-long",
                        searches(1),
                        call -> call.text("Without it.").end("stop", 9, 9, "0.25"));

        try (Connection lock = lockEntries()) {
            List<EventStream.Event> events =
                    api.stream("acme/brief", "too-long").all();
            String id = events.get(0).text("llm_request_id");
            assertThat(EventStream.text(events)).isEqualTo("Without it.");
            assertThat(sql.toolCalls(id))
                    .singleElement()
                    .satisfies(call -> assertThat(call).containsEntry("status", "timeout"));
            await().atMost(Duration.ofSeconds(5)).until(() -> sql.rows(WAITING).isEmpty());
            lock.rollback();
        }
    }

    private static ProviderStub.Reply searches(int count) {
        return call -> {
            for (int i = 0; i < count; i++) {
                call.tool(i, "s" + i, "search_directory", "{\"list_name\":\"staff\",\"query\":\"nurse " + i + "\"}");
            }
            call.end("tool_calls", 9, 9, "0.5");
        };
    }

    /** Holds every reader of the entries up, as a slow database would. */
    private Connection lockEntries() throws SQLException {
        Connection connection = parley.database();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE directory_entries IN ACCESS EXCLUSIVE MODE");
        return connection;
    }
}
