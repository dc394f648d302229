package org.parley.directory;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.Column;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityResult;
import jakarta.persistence.Id;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.parley.platform.Json;

/** One entry of a list, such as a person or a product. Entries are replaced as a list and never changed one by one. */
@Entity
@Table(name = "directory_entries")
@SqlResultSetMapping(
        name = DirectoryEntry.FOUND,
        entities = @EntityResult(entityClass = DirectoryEntry.class),
        columns = @ColumnResult(name = "matched", type = Long.class))
public class DirectoryEntry {
    static final String FOUND = "DirectoryEntry.found";

    @Id
    private UUID id;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "list_id")
    private UUID listId;

    @Column(name = "entry_key")
    private String key;

    private String data;
    private String tags;

    protected DirectoryEntry() {}

    /** Its values by field, and its tags when it has any. */
    JsonObject toJson() {
        JsonObjectBuilder entry = Json.object();
        Json.parseObject(data).ifPresent(values -> values.forEach(entry::add));
        return tags.isEmpty()
                ? entry.build()
                : entry.add("tags", Json.strings(List.of(tags.split(",")))).build();
    }
}
