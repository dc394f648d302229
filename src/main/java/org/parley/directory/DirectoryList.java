package org.parley.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;

/** A typed list of an account, such as its staff or its products. */
@Entity
@Table(name = "directory_lists")
public class DirectoryList {
    @Id
    private UUID id;

    @Column(name = "account_id")
    private UUID accountId;

    private String name;
    private String title;
    private String description;

    @Column(name = "field_names")
    private String fieldNames;

    @Column(name = "tag_names")
    private String tagNames;

    @Column(name = "entry_count")
    private int entryCount;

    protected DirectoryList() {}

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    List<String> fieldNames() {
        return List.of(fieldNames.split(","));
    }

    List<String> tagNames() {
        return tagNames.isEmpty() ? List.of() : List.of(tagNames.split(","));
    }

    int entryCount() {
        return entryCount;
    }
}
