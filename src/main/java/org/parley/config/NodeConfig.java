package org.parley.config;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Node;

/** Which configuration each node runs on, in the table of nodes. */
final class NodeConfig {
    private static final String PUT = """
            UPDATE nodes SET config_epoch = ?, config_hash = ?, config_since = now() WHERE id = ?""";
    private static final String ALL = """
            SELECT id, name, status, config_epoch, config_hash, config_since FROM nodes
            WHERE status IN ('up', 'draining') ORDER BY name, started_at""";

    private final DataSource dataSource;

    NodeConfig(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A node that is up, and the snapshot that it has in force; nothing of it until the node has told. */
    record Row(String id, String name, String status, long epoch, Optional<String> hash, Optional<Instant> since) {}

    /** Puts on record what this node has in force; false when the node has no row yet. */
    boolean put(ConfigState state) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setLong(1, state.epoch());
            statement.setString(2, state.required().hash());
            statement.setString(3, Node.id());
            return statement.executeUpdate() > 0;
        }
    }

    List<Row> all() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet rows = statement.executeQuery()) {
            List<Row> all = new ArrayList<>();
            while (rows.next()) {
                @Nullable OffsetDateTime since = rows.getObject("config_since", OffsetDateTime.class);
                all.add(new Row(
                        rows.getString("id"),
                        rows.getString("name"),
                        rows.getString("status"),
                        rows.getLong("config_epoch"),
                        Optional.ofNullable(rows.getString("config_hash")),
                        Optional.ofNullable(since).map(OffsetDateTime::toInstant)));
            }
            return all;
        }
    }
}
