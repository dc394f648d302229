package org.parley.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A typed list of an account, such as its staff or its products. */
record DirectoryList(
        UUID id,
        String name,
        String title,
        String description,
        List<String> fieldNames,
        List<String> tagNames,
        int entryCount) {
    static DirectoryList of(ResultSet row) throws SQLException {
        return new DirectoryList(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                names(row.getString(5)),
                names(row.getString(6)),
                row.getInt(7));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }
}
