package org.parley.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.parley.platform.Database;

/** The nodes that share the database, those that live first. */
@ApplicationScoped
class NodeList {
    private static final int LIMIT = 100;

    @Inject
    Database database;

    /** @param silentMs time since the last heartbeat, by the database's clock */
    record ListedNode(String id, String name, String status, long silentMs, long ageMs) {
        private static ListedNode of(ResultSet row) throws SQLException {
            return new ListedNode(row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5));
        }
    }

    List<ListedNode> list() {
        return database.ofNone().query(ListedNode::of, """
                        SELECT id, name, status,
                          CAST(extract(epoch FROM clock_timestamp() - heartbeat_at) * 1000 AS bigint),
                          CAST(extract(epoch FROM clock_timestamp() - started_at) * 1000 AS bigint)
                        FROM nodes ORDER BY status NOT IN ('up', 'draining'), heartbeat_at DESC LIMIT ?""", LIMIT);
    }
}
