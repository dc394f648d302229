package org.parley.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The table of nodes, as one of them sees it. */
final class NodeTable {
    private static final String BEAT = """
            WITH before AS (SELECT status FROM nodes WHERE id = ?)
            INSERT INTO nodes AS n (id, name, status, started_at, heartbeat_at, steady_since)
            VALUES (?, ?, ?, now(), now(), now())
            ON CONFLICT (id) DO UPDATE SET heartbeat_at = now(),
              status = CASE n.status WHEN 'stopped' THEN n.status ELSE excluded.status END,
              steady_since = CASE WHEN n.heartbeat_at < now() - CAST(? AS interval) THEN now() ELSE n.steady_since END
            RETURNING (SELECT status FROM before)""";
    private static final String REPLACED = """
            UPDATE nodes SET status = 'gone' WHERE name = ? AND id <> ? AND status IN ('up', 'draining') RETURNING id""";
    private static final String OVERDUE = """
            UPDATE nodes n SET status = 'gone' FROM nodes me
            WHERE me.id = ? AND me.steady_since < now() - CAST(? AS interval)
              AND n.status IN ('up', 'draining') AND n.heartbeat_at < now() - CAST(? AS interval)
            RETURNING n.id""";

    private final Database database;
    private final String id;
    private final String name;
    private final String timeout;

    /** @param timeout how long a node may be silent before it counts as gone */
    NodeTable(Database database, String id, String name, Duration timeout) {
        this.database = database;
        this.id = id;
        this.name = name;
        this.timeout = timeout.toString();
    }

    /** Puts a heartbeat on record, which makes a stopped node no other; returns the status before it, none at the first. */
    Optional<String> beat(String status) {
        return changed(BEAT, id, id, name, status, timeout).stream().findFirst();
    }

    /** Declares those gone that had this node's name before, and returns their ids. */
    List<String> replaced() {
        return changed(REPLACED, name, id);
    }

    /** Declares those gone whose heartbeat is overdue, unless this node itself was away meanwhile; returns their ids. */
    List<String> overdue() {
        return changed(OVERDUE, id, timeout, timeout);
    }

    private List<String> changed(String statement, String... values) {
        return database
                .ofNone()
                .query(row -> Optional.ofNullable(row.getString(1)), statement, (Object[]) values)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
