package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A running server is on record, and shows that it lives. */
class NodeIT {
    private final Parley parley = Parley.running();
    private final Sql sql = new Sql(parley);

    @Test
    void a_running_node_has_a_row_with_its_name_and_a_heartbeat() {
        Map<String, Object> node = node();

        assertThat((String) node.get("name")).endsWith(":" + parley.address().getPort());
        assertThat(node).containsEntry("status", "up");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat((Timestamp) node().get("heartbeat_at")).isAfter((Timestamp) node.get("heartbeat_at"));
            assertThat(node()).containsEntry("steady_since", node.get("steady_since"));
        });
    }

    @Test
    void a_node_that_is_overdue_is_declared_gone_and_one_that_is_not_stays() {
        sql.execute("""
                INSERT INTO nodes (id, name, status, started_at, heartbeat_at, steady_since) VALUES
                  ('overdue', 'other:1', 'up', now(), now() - interval '1 hour', now()),
                  ('in-time', 'other:2', 'up', now(), now() + interval '1 hour', now()),
                  ('ended', 'other:3', 'stopped', now(), now() - interval '1 hour', now())""");
        sql.execute("UPDATE nodes SET steady_since = now() - interval '1 hour' WHERE name LIKE '%:"
                + parley.address().getPort() + "'");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(status("overdue")).isEqualTo("gone"));
        assertThat(status("in-time")).isEqualTo("up");
        assertThat(status("ended")).isEqualTo("stopped");
        await().untilAsserted(
                        () -> assertThat(parley.console()).contains("\"event\":\"node.gone\",\"node\":\"overdue\""));
    }

    @Test
    void a_heartbeat_that_is_late_does_not_undo_that_its_node_stopped() {
        try {
            become("stopped");
            Map<String, Object> stopped = node();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(node()).doesNotContainEntry("heartbeat_at", stopped.get("heartbeat_at")));

            assertThat(node()).containsEntry("status", "stopped");
        } finally {
            become("up");
        }
    }

    private void become(String status) {
        sql.execute("UPDATE nodes SET status = '" + status + "' WHERE id = '" + node().get("id") + "'");
    }

    private String status(String id) {
        return String.valueOf(
                sql.row("SELECT status FROM nodes WHERE id = ?", id).get("status"));
    }

    private Map<String, Object> node() {
        return sql.row(
                "SELECT * FROM nodes WHERE name LIKE ?", "%:" + parley.address().getPort());
    }
}
