package org.parley.offline;

import org.parley.platform.Json;

/** A search of one list on behalf of one question. */
record Lookup(SubQuestion question, OfferedList list) {
    String query() {
        return question.queryFor(list);
    }

    boolean isAskedBy(OfflineCall call) {
        return call.name().equals(OfflineCall.SEARCH)
                && call.list().equals(list.name())
                && call.query().equals(query());
    }

    OfflineCall call(String id) {
        var arguments = Json.object().add("list_name", list.name());
        if (!query().isEmpty()) {
            arguments.add("query", query());
        }
        return new OfflineCall(id, OfflineCall.SEARCH, arguments.build());
    }
}
