package org.parley.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Database;

/** The requests of all accounts, newest first. Ids are in the order of time, so the newest are found by the primary key. */
@ApplicationScoped
class RequestList {
    private static final String COLUMNS = """
            SELECT r.id, r.account_slug || '/' || r.agent_instance_slug, r.model, r.completion_status, r.error_type,
              r.total_cost, COALESCE(r.total_tokens, 0), r.latency_ms, r.started_at,
              (SELECT string_agg(t.tool_name || ' ' || t.status, E'\\n' ORDER BY t.id) FROM tool_calls t
               WHERE t.llm_request_id = r.id AND t.account_id = r.account_id)
            FROM llm_requests r
            """;

    @Inject
    Database database;

    /** Those that run, on any node. */
    List<ListedRequest> running(int limit) {
        return database.ofAll()
                .query(
                        RequestList::request,
                        COLUMNS + "WHERE r.completion_status = 'in_progress' ORDER BY r.id DESC LIMIT ?",
                        limit);
    }

    /** Those that have ended. */
    List<ListedRequest> recent(int limit) {
        return database.ofAll()
                .query(
                        RequestList::request,
                        COLUMNS + "WHERE r.completion_status <> 'in_progress' ORDER BY r.id DESC LIMIT ?",
                        limit);
    }

    private static ListedRequest request(ResultSet row) throws SQLException {
        return new ListedRequest(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getBigDecimal(6)),
                row.getLong(7),
                Optional.ofNullable(row.getObject(8, Long.class)),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                lines(row.getString(10)));
    }

    private static List<String> lines(@Nullable String text) {
        return text == null ? List.of() : text.lines().toList();
    }
}
