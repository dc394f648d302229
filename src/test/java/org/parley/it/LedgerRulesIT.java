package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The database itself holds the states of the ledger, whoever writes to it; and an auditor sees what breaks a rule. */
class LedgerRulesIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            llm_calls    | status = 'claimed', finished_at = NULL, cost_source = NULL, total_cost = NULL | llm_calls_move_forward
            llm_calls    | status = 'streaming', finished_at = NULL, cost_source = NULL, total_cost = NULL | llm_calls_move_forward
            llm_calls    | status = 'unknown'                                  | llm_calls_move_forward
            llm_calls    | status = 'failed'                                   | llm_calls_move_forward
            llm_calls    | total_cost = 7                                      | llm_calls_keep_amounts
            llm_calls    | completion_tokens = completion_tokens + 1           | llm_calls_keep_amounts
            llm_calls    | cost_source = 'estimate'                            | llm_calls_keep_amounts
            llm_calls    | cost_source = 'unknown', total_cost = NULL          | llm_calls_keep_amounts
            llm_calls    | node_id = 'another'                                 | llm_calls_keep_identity
            llm_calls    | attempt = 2                                         | llm_calls_keep_identity
            llm_requests | completion_status = 'in_progress', finished_at = NULL | llm_requests_move_forward
            llm_requests | completion_status = 'error'                         | llm_requests_move_forward
            llm_requests | account_slug = 'globex'                             | llm_requests_keep_identity
            tool_calls   | status = 'running'                                  | tool_calls_move_forward
            tool_calls   | status = 'failed'                                   | tool_calls_move_forward
            """)
    void what_was_booked_does_not_go_back_or_change(String table, String change, String refusedBy) throws SQLException {
        UUID id = turn("rules-" + table);

        assertThatThrownBy(() -> run("UPDATE " + table + " SET " + change + where(table), id))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(refusedBy);
        assertThat(broken(id)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"llm_calls, llm_calls_stay", "llm_requests, llm_requests_stay"})
    void what_was_booked_is_not_deleted(String table, String refusedBy) throws SQLException {
        UUID id = turn("kept-" + table);

        assertThatThrownBy(() -> run("DELETE FROM " + table + where(table), id)).hasMessageContaining(refusedBy);
    }

    @Test
    void an_unknown_call_may_be_settled_later_and_then_no_more() throws SQLException {
        parley.provider().script("settled-later", call -> call.status(200, "text/html", "<p>nothing</p>"));
        UUID id = UUID.fromString(
                api.stream("acme/alpha", "settled-later").await("error").text("llm_request_id"));
        String settle =
                "UPDATE llm_calls SET status = 'settled', cost_source = 'provider', total_cost = 0.5 WHERE llm_request_id = ?";
        assertThat(sql.calls(id.toString()))
                .singleElement()
                .satisfies(call -> assertThat(call).containsEntry("status", "unknown"));

        run(settle, id);

        assertThatThrownBy(() -> run(settle.replace("0.5", "0.7"), id)).hasMessageContaining("llm_calls_keep_amounts");
        assertThat(sql.rows("SELECT rule FROM ledger_audit WHERE llm_request_id = ?", id))
                .extracting(row -> row.get("rule"))
                .containsExactly("sums_are_of_calls");
        run("UPDATE llm_requests SET total_cost = 0.5 WHERE id = ?", id);
        assertThat(broken(id)).isZero();
    }

    @Test
    void all_requests_that_ended_keep_the_rules() {
        turn("audited");

        assertThat(
                        sql.rows(
                                "SELECT a.* FROM ledger_audit a JOIN llm_requests r ON r.id = a.llm_request_id WHERE r.finished_at IS NOT NULL"))
                .isEmpty();
    }

    private long broken(UUID id) {
        return sql.count("SELECT count(*) FROM ledger_audit WHERE llm_request_id = ?", id);
    }

    /** A turn with one tool call. */
    private UUID turn(String word) {
        parley.provider()
                .script(
                        word,
                        call -> call.tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 3, 2, "0.25"),
                        call -> call.text("ok").end("stop", 1, 1, "0.5"));
        return UUID.fromString(api.chat("acme/alpha", word).json().getString("llm_request_id"));
    }

    private static String where(String table) {
        return table.equals("llm_requests")
                ? " WHERE id = ?"
                : " WHERE llm_request_id = ?" + (table.equals("llm_calls") ? " AND sequence = 1" : "");
    }

    private void run(String statement, UUID id) throws SQLException {
        try (Connection connection = parley.database();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setObject(1, id);
            prepared.executeUpdate();
        }
    }
}
