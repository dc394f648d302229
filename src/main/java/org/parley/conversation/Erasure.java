package org.parley.conversation;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parley.platform.Database;

/** Erases what was said: messages, and the arguments and results of tools. What it used and cost stays. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Erasure {
    private static final String TAKE = """
            WITH taken AS (
              SELECT id, account_id, session_id FROM llm_requests
              WHERE account_id = ? AND started_at < ? AND (CAST(? AS uuid) IS NULL OR session_id = ?) AND text_erased_at IS NULL
                AND completion_status <> 'in_progress'
              ORDER BY started_at LIMIT ? FOR UPDATE SKIP LOCKED),
            said AS (
              DELETE FROM messages m USING taken t
              WHERE m.session_id = t.session_id AND m.account_id = t.account_id AND m.llm_request_id = t.id),
            done AS (
              UPDATE tool_calls c SET arguments = '', result = NULL FROM taken t
              WHERE c.llm_request_id = t.id AND c.account_id = t.account_id)
            UPDATE llm_requests r SET text_erased_at = now() FROM taken t
            WHERE r.id = t.id AND r.account_id = t.account_id""";

    @Inject
    Database database;

    /** The id of an account; empty when there is none. */
    public Optional<UUID> account(String slug) {
        return database.ofSlug(slug)
                .first(row -> row.getObject(1, UUID.class), "SELECT id FROM accounts WHERE slug = ?", slug);
    }

    /**
     * Erases the text of some requests of an account that began before a time; of one session, when it is named.
     *
     * @return how many; less than the limit when there are no more
     */
    public int erase(UUID accountId, Instant before, Optional<UUID> session, int limit) {
        UUID ofSession = session.orElse(null);
        return database.of(accountId).update(TAKE, accountId, before, ofSession, ofSession, limit);
    }
}
