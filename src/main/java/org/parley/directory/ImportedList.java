package org.parley.directory;

import java.util.List;

/** A list as it was read, ready to replace what the account has under that name. */
record ImportedList(ListSchema schema, List<ImportedEntry> entries) {
    /** The tags in use, by name. */
    List<String> tags() {
        return entries.stream()
                .flatMap(entry -> entry.tags().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
