package org.parley.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table of nodes, as one of them sees it. */
final class NodeTable {
    private static final String BEAT = """
            WITH before AS (SELECT status FROM nodes WHERE id = ?)
            INSERT INTO nodes AS n (id, name, status, started_at, heartbeat_at, steady_since)
            VALUES (?, ?, ?, now(), now(), now())
            ON CONFLICT (id) DO UPDATE SET status = excluded.status, heartbeat_at = now(),
              steady_since = CASE WHEN n.heartbeat_at < now() - CAST(? AS interval) THEN now() ELSE n.steady_since END
            RETURNING (SELECT status FROM before)""";
    private static final String REPLACED = """
            UPDATE nodes SET status = 'gone' WHERE name = ? AND id <> ? AND status IN ('up', 'draining') RETURNING id""";
    private static final String OVERDUE = """
            UPDATE nodes n SET status = 'gone' FROM nodes me
            WHERE me.id = ? AND me.steady_since < now() - CAST(? AS interval)
              AND n.status IN ('up', 'draining') AND n.heartbeat_at < now() - CAST(? AS interval)
            RETURNING n.id""";

    private final DataSource dataSource;
    private final String id;
    private final String name;
    private final String timeout;

    /** @param timeout how long a node may be silent before it counts as gone */
    NodeTable(DataSource dataSource, String id, String name, Duration timeout) {
        this.dataSource = dataSource;
        this.id = id;
        this.name = name;
        this.timeout = timeout.toString();
    }

    /** Puts a heartbeat on record; returns the status before it, none at the first. */
    Optional<String> beat(String status) throws SQLException {
        return changed(BEAT, id, id, name, status, timeout).stream().findFirst();
    }

    /** Declares those gone that had this node's name before, and returns their ids. */
    List<String> replaced() throws SQLException {
        return changed(REPLACED, name, id);
    }

    /** Declares those gone whose heartbeat is overdue, unless this node itself was away meanwhile; returns their ids. */
    List<String> overdue() throws SQLException {
        return changed(OVERDUE, id, timeout, timeout);
    }

    private List<String> changed(String statement, String... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setString(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    Optional.ofNullable(rows.getString(1)).ifPresent(values::add);
                }
            }
            return values;
        }
    }
}
