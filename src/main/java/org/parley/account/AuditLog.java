package org.parley.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Admitted;
import org.parley.platform.Database;
import org.parley.platform.Ids;
import org.parley.platform.RequestFilter;
import org.parley.platform.Statements;

/**
 * Who did what to which object: keys, caps, erasures, sign-ins, configuration and refusals. It is only added to. No text
 * of a message and no secret is ever in it.
 */
@ApplicationScoped
public class AuditLog {
    private static final String ADD = """
            INSERT INTO audit_events (id, account_id, caller, action, object, outcome, request_id, detail)
            VALUES (?, (SELECT id FROM accounts WHERE slug = ?), ?, ?, ?, ?, ?, ?)""";

    private static final String READ = """
            SELECT e.id, e.at, a.slug, e.caller, e.action, e.object, e.outcome, e.request_id, e.detail
            FROM audit_events e LEFT JOIN accounts a ON a.id = e.account_id
            WHERE (CAST(? AS text) IS NULL OR a.slug = ?) AND (CAST(? AS uuid) IS NULL OR e.id < ?)
            ORDER BY e.id DESC LIMIT ?""";

    @Inject
    Database database;

    /** How an action ended. */
    public enum Outcome {
        DONE,
        REFUSED;

        /** As it is kept in the database and sent to clients. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One action.
     *
     * @param account null for what concerns the installation
     * @param action such as {@code key.create}
     * @param object what it was done to, such as a key's id
     * @param detail for readers; empty when there is nothing to add
     */
    public record Entry(
            @Nullable String account,
            String caller,
            String action,
            String object,
            Outcome outcome,
            String requestId,
            String detail) {
        /** Something that the caller of a request did in an account. */
        public static Entry done(
                HttpServletRequest request, String account, String action, String object, String detail) {
            return new Entry(
                    account,
                    Caller.of(request).id(),
                    action,
                    object,
                    Outcome.DONE,
                    RequestFilter.requestId(request),
                    detail);
        }
    }

    /** An entry as it stands on record. */
    public record Recorded(UUID id, String at, Entry entry) {
        static Recorded of(ResultSet row) throws SQLException {
            return new Recorded(
                    row.getObject(1, UUID.class),
                    row.getObject(2, OffsetDateTime.class).toInstant().toString(),
                    new Entry(
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            Outcome.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                            row.getString(8),
                            row.getString(9)));
        }
    }

    /** Adds an entry, in the transaction of the caller when there is one; it may be about an account that does not exist. */
    @Admitted
    public void add(Entry entry) {
        database.ofAll()
                .update(
                        ADD,
                        Ids.next(),
                        entry.account(),
                        entry.caller(),
                        entry.action(),
                        entry.object(),
                        entry.outcome().word(),
                        entry.requestId(),
                        entry.detail());
    }

    /**
     * The newest entries, newest first.
     *
     * @param account empty for those of all accounts and of the installation
     * @param before only those before that one
     */
    public List<Recorded> read(Optional<String> account, Optional<UUID> before, int limit) {
        @Nullable String slug = account.orElse(null);
        @Nullable UUID id = before.orElse(null);
        Statements statements = account.map(database::ofSlug).orElseGet(database::ofAll);
        return statements.query(Recorded::of, READ, slug, slug, id, id, limit);
    }
}
