package org.parley.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the database from a connection of its own, in the server or outside. */
public final class Rows {
    private final Source source;

    /** Where connections come from. */
    public interface Source {
        Connection open() throws SQLException;
    }

    public Rows(Source source) {
        this.source = source;
    }

    /** Rows as maps from column to value. */
    public List<Map<String, Object>> all(String query, Object... parameters) {
        try (Connection connection = source.open();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return read(statement.executeQuery());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only row. */
    public Map<String, Object> one(String query, Object... parameters) {
        List<Map<String, Object>> rows = all(query, parameters);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows for " + query);
        }
        return rows.get(0);
    }

    public long count(String query, Object... parameters) {
        return ((Number) one(query, parameters).values().iterator().next()).longValue();
    }

    public void execute(String statement) {
        try (Connection connection = source.open()) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
