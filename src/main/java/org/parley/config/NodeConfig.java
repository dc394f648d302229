package org.parley.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Database;
import org.parley.platform.Node;

/** Which configuration each node runs on, in the table of nodes. */
@ApplicationScoped
class NodeConfig {
    private static final String PUT = """
            UPDATE nodes SET config_epoch = ?, config_hash = ?, config_since = now() WHERE id = ?""";
    private static final String ALL = """
            SELECT id, name, status, config_epoch, config_hash, config_since FROM nodes
            WHERE status IN ('up', 'draining') ORDER BY name, started_at""";

    @Inject
    Database database;

    /** A node that is up, and the snapshot that it has in force; nothing of it until the node has told. */
    record Row(String id, String name, String status, long epoch, Optional<String> hash, Optional<Instant> since) {}

    /** Puts on record what this node has in force; false when the node has no row yet. */
    boolean put(ConfigState state) {
        return database.ofNone().update(PUT, state.epoch(), state.required().hash(), Node.id()) > 0;
    }

    List<Row> all() {
        return database.ofNone().query(NodeConfig::row, ALL);
    }

    private static Row row(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime since = row.getObject("config_since", OffsetDateTime.class);
        return new Row(
                row.getString("id"),
                row.getString("name"),
                row.getString("status"),
                row.getLong("config_epoch"),
                Optional.ofNullable(row.getString("config_hash")),
                Optional.ofNullable(since).map(OffsetDateTime::toInstant));
    }
}
