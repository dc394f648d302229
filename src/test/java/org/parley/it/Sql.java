package org.parley.it;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.parley.run.Rows;

/** Looks at the database as an auditor does. */
final class Sql {
    private final Rows rows;

    Sql(Parley parley) {
        this(new Rows(parley::database));
    }

    Sql(Rows rows) {
        this.rows = rows;
    }

    /** Rows as maps from column to value. */
    List<Map<String, Object>> rows(String query, Object... parameters) {
        return rows.all(query, parameters);
    }

    Map<String, Object> row(String query, Object... parameters) {
        return rows.one(query, parameters);
    }

    /** The only value of the only row; it is not null. */
    <T> T value(Class<T> type, String query, Object... parameters) {
        return type.cast(Objects.requireNonNull(
                row(query, parameters).values().iterator().next()));
    }

    long count(String query, Object... parameters) {
        return rows.count(query, parameters);
    }

    void execute(String statement) {
        rows.execute(statement);
    }

    Map<String, Object> request(String id) {
        return row("SELECT * FROM llm_requests WHERE id = ?", UUID.fromString(id));
    }

    List<Map<String, Object>> calls(String requestId) {
        return ofRequest("SELECT * FROM llm_calls WHERE llm_request_id = ? ORDER BY sequence, attempt", requestId);
    }

    List<Map<String, Object>> toolCalls(String requestId) {
        return ofRequest("SELECT * FROM tool_calls WHERE llm_request_id = ? ORDER BY id", requestId);
    }

    List<Map<String, Object>> messages(String requestId) {
        return ofRequest("SELECT * FROM messages WHERE llm_request_id = ? ORDER BY id", requestId);
    }

    private List<Map<String, Object>> ofRequest(String query, String requestId) {
        return rows(query, UUID.fromString(requestId));
    }
}
