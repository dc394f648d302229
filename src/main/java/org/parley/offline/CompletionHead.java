package org.parley.offline;

import jakarta.json.JsonObjectBuilder;
import org.parley.platform.Json;

/** What every chunk of a completion has in common: its generation id and when it was made, in seconds of the epoch. */
record CompletionHead(String id, long created) {
    static final String MODEL = "parley-offline-1";

    JsonObjectBuilder object(String type) {
        return Json.object()
                .add("id", id)
                .add("object", type)
                .add("created", created)
                .add("model", MODEL)
                .add("provider", "offline");
    }
}
