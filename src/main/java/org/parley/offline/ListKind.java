package org.parley.offline;

import java.util.List;

/** What the entries of a list are, told from the names of its fields. */
enum ListKind {
    PEOPLE,
    PLACES,
    ITEMS,
    ANSWERS,
    OTHER;

    static ListKind of(List<String> fields) {
        if (fields.contains("answer")) {
            return ANSWERS;
        }
        if (has(fields, "price") || has(fields, "dose") || has(fields, "stock")) {
            return ITEMS;
        }
        if (has(fields, "role") || has(fields, "specialty") || has(fields, "languages")) {
            return PEOPLE;
        }
        return has(fields, "hours") || has(fields, "location") || has(fields, "services") ? PLACES : OTHER;
    }

    private static boolean has(List<String> fields, String name) {
        return fields.stream().anyMatch(field -> field.startsWith(name));
    }
}
