package org.parley.offline;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** A call of this turn and what came back; no result means that nothing readable did. */
record LookupResult(OfflineCall call, Optional<JsonObject> result) {

    boolean failed() {
        return result.isEmpty() || result.get().containsKey("error");
    }

    List<JsonObject> entries() {
        return result.map(object -> OfflineJson.objects(object, "entries")).orElse(List.of());
    }

    boolean matchesAll() {
        return !entries().isEmpty() && match().equals("all");
    }

    boolean matchesSome() {
        return !entries().isEmpty() && !matchesAll();
    }

    boolean hasMore() {
        return result.map(object -> object.getOrDefault("more", JsonValue.FALSE) == JsonValue.TRUE)
                .orElse(false);
    }

    List<OfferedList> directories() {
        return result.map(object -> OfflineJson.objects(object, "directories")).orElse(List.of()).stream()
                .map(OfferedList::parse)
                .toList();
    }

    private String match() {
        return result.map(object -> OfflineJson.text(object, "match")).orElse("");
    }

    /** The better of two results for one question has the higher rank. */
    int rank() {
        if (failed()) {
            return 0;
        }
        if (entries().isEmpty()) {
            return 1;
        }
        return matchesAll() ? 3 : 2;
    }
}
