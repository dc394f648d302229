package org.parley.directory;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.parley.platform.Entities;
import org.parley.platform.Ids;

/** Replaces a list of an account as a whole: in one transaction, and only with what was read without a fault. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class DirectoryImporter {
    @Inject
    Entities entities;

    @Inject
    Clock clock;

    /**
     * Puts the list in the place of what the account has under its name.
     *
     * @return false when the account does not exist or has this very content already
     */
    public boolean replace(String accountSlug, ImportedList list, String contentHash) {
        List<?> ids = entities.ofSlug(accountSlug)
                .createNativeQuery("""
                        INSERT INTO directory_lists
                          (id, account_id, name, title, description, field_names, tag_names, entry_count, content_hash, imported_at)
                        SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ? FROM accounts WHERE slug = ?
                        ON CONFLICT (account_id, name) DO UPDATE SET title = excluded.title, description = excluded.description,
                          field_names = excluded.field_names, tag_names = excluded.tag_names,
                          entry_count = excluded.entry_count, content_hash = excluded.content_hash, imported_at = excluded.imported_at
                          WHERE directory_lists.content_hash <> excluded.content_hash
                        RETURNING id, account_id""")
                .setParameter(1, Ids.next())
                .setParameter(2, list.schema().name())
                .setParameter(3, list.schema().title())
                .setParameter(4, list.schema().description())
                .setParameter(5, String.join(",", list.schema().fieldNames()))
                .setParameter(6, String.join(",", list.tags()))
                .setParameter(7, list.entries().size())
                .setParameter(8, contentHash)
                .setParameter(9, Timestamp.from(clock.instant()))
                .setParameter(10, accountSlug)
                .getResultList();
        if (ids.isEmpty()) {
            return false;
        }
        Object[] row = (Object[]) ids.get(0);
        replaceEntries((UUID) row[0], (UUID) row[1], list.entries());
        return true;
    }

    private void replaceEntries(UUID listId, UUID accountId, List<ImportedEntry> imported) {
        EntityManager manager = entities.of(accountId);
        manager.createNativeQuery("DELETE FROM directory_entries WHERE list_id = ? AND account_id = ?")
                .setParameter(1, listId)
                .setParameter(2, accountId)
                .executeUpdate();
        Connection connection = manager.unwrap(Connection.class);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO directory_entries (id, account_id, list_id, entry_key, position, data, tags, search_text)
                VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb), ?, ?)""")) {
            int position = 0;
            for (ImportedEntry entry : imported) {
                insert.setObject(1, Ids.next());
                insert.setObject(2, accountId);
                insert.setObject(3, listId);
                insert.setString(4, entry.key());
                insert.setInt(5, position++);
                insert.setString(6, entry.json());
                insert.setArray(7, connection.createArrayOf("text", entry.tags().toArray()));
                insert.setString(8, entry.searchText());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("the entries of a list cannot be written", e);
        }
    }
}
