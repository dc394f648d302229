package org.parley.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Looks at the database as an auditor does. */
final class Sql {
    private final Parley parley;

    Sql(Parley parley) {
        this.parley = parley;
    }

    /** Rows as maps from column to value. */
    List<Map<String, Object>> rows(String query, Object... parameters) {
        try (Connection connection = parley.database();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return read(statement.executeQuery());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> row(String query, Object... parameters) {
        List<Map<String, Object>> rows = rows(query, parameters);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows for " + query);
        }
        return rows.get(0);
    }

    long count(String query, Object... parameters) {
        return ((Number) row(query, parameters).values().iterator().next()).longValue();
    }

    void execute(String statement) {
        try (Connection connection = parley.database()) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> request(String id) {
        return row("SELECT * FROM llm_requests WHERE id = ?", UUID.fromString(id));
    }

    List<Map<String, Object>> calls(String requestId) {
        return rows(
                "SELECT * FROM llm_calls WHERE llm_request_id = ? ORDER BY sequence, attempt",
                UUID.fromString(requestId));
    }

    List<Map<String, Object>> toolCalls(String requestId) {
        return rows("SELECT * FROM tool_calls WHERE llm_request_id = ? ORDER BY id", UUID.fromString(requestId));
    }

    List<Map<String, Object>> messages(String requestId) {
        return rows("SELECT * FROM messages WHERE llm_request_id = ? ORDER BY id", UUID.fromString(requestId));
    }

    private static List<Map<String, Object>> read(ResultSet result) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        while (result.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
