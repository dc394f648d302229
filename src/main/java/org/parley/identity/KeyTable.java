package org.parley.identity;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.AuditLog;
import org.parley.account.Caller;
import org.parley.platform.Database;
import org.parley.platform.Ids;
import org.parley.platform.Problems;

/** Makes keys and revokes them; the audit log is told in the same transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class KeyTable {
    private static final String ADD = """
            INSERT INTO api_keys (id, account_id, kind, name, prefix, hash, role, agent_instance_id, origins, created_by, expires_at)
            SELECT ?, a.id, ?, ?, ?, ?, ?, i.id, ?, ?, ?
            FROM accounts a LEFT JOIN agent_instances i ON i.account_id = a.id AND i.slug = ?
            WHERE a.slug = ? AND (CAST(? AS text) IS NULL OR i.id IS NOT NULL)""";

    private static final String LIST = """
            SELECT k.id, k.name, k.prefix, k.role, i.slug, k.origins, k.created_by, k.created_at, k.expires_at, k.revoked_at
            FROM api_keys k JOIN accounts a ON a.id = k.account_id
              LEFT JOIN agent_instances i ON i.id = k.agent_instance_id AND i.account_id = k.account_id
            WHERE a.slug = ? ORDER BY k.id DESC""";

    private static final String REVOKE = """
            UPDATE api_keys k SET revoked_at = now() FROM accounts a
            WHERE a.id = k.account_id AND a.slug = ? AND k.id = ? AND k.revoked_at IS NULL""";

    @Inject
    Database database;

    @Inject
    AuditLog audit;

    /** A key as it is listed: all but the key itself. */
    record Listed(
            UUID id,
            String name,
            String prefix,
            String role,
            Optional<String> agent,
            List<String> origins,
            String createdBy,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt) {
        static Listed of(ResultSet row) throws SQLException {
            String origins = row.getString(6);
            return new Listed(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Optional.ofNullable(row.getString(5)),
                    origins.isEmpty() ? List.of() : List.of(origins.split(" ", -1)),
                    row.getString(7),
                    row.getObject(8, OffsetDateTime.class).toInstant(),
                    time(row, 9),
                    time(row, 10));
        }

        private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
            return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        }
    }

    /** Keeps a new key; fails with 404 when there is no such agent. */
    public UUID add(HttpServletRequest request, String account, KeyRequest asked, ApiKey key) {
        UUID id = Ids.next();
        @Nullable String agent = asked.agent().orElse(null);
        int added = database.ofSlug(account)
                .update(
                        ADD,
                        id,
                        asked.isPublishable() ? "publishable" : "secret",
                        asked.name(),
                        key.prefix(),
                        key.hash(),
                        asked.role().word(),
                        String.join(" ", asked.origins()),
                        Caller.of(request).id(),
                        asked.expiresAt().orElse(null),
                        agent,
                        account,
                        agent);
        if (added == 0) {
            throw Problems.notFound("There is no such agent.");
        }
        audit.add(AuditLog.Entry.done(
                request, account, "key.create", id.toString(), asked.role().word()));
        return id;
    }

    public List<Listed> list(String account) {
        return database.ofSlug(account).query(Listed::of, LIST, account);
    }

    /** Ends a key on all nodes at once; fails with 404 when there is none that holds. */
    public void revoke(HttpServletRequest request, String account, UUID id) {
        if (database.ofSlug(account).update(REVOKE, account, id) == 0) {
            throw Problems.notFound("There is no such key that holds.");
        }
        audit.add(AuditLog.Entry.done(request, account, "key.revoke", id.toString(), ""));
    }
}
