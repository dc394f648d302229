package org.parley.offline;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;

/** A list that can be searched, as the prompt or a tool describes it. */
record OfferedList(String name, String description, List<String> fields) {
    private static final Set<String> GENERIC_PEOPLE =
            Words.set("doctor dr mr mrs ms person people special employee staff colleague");

    OfferedList {
        fields = List.copyOf(fields);
    }

    static OfferedList parse(JsonObject list) {
        return new OfferedList(
                OfflineJson.text(list, "list_name"),
                OfflineJson.text(list, "description"),
                OfflineJson.strings(list, "fields").stream().map(Words::lower).toList());
    }

    ListKind kind() {
        return ListKind.of(fields);
    }

    boolean tells(Aspect aspect) {
        return aspect.fieldOf(fields).isPresent();
    }

    /** Whether the word is only another name of the list or of its kind, and so finds nothing in it. */
    boolean isNamedBy(String word) {
        return Words.stem(word).equals(Words.stem(name))
                || (kind() == ListKind.PEOPLE && GENERIC_PEOPLE.contains(Words.stem(word)));
    }
}
