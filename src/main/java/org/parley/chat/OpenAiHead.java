package org.parley.chat;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.UUID;
import org.parley.platform.Json;

/**
 * What all documents of one completion have in common.
 *
 * @param turn the id of the request, of which the completion's is made
 * @param model as the client wrote it
 */
record OpenAiHead(UUID turn, String model) {
    private static final int TIME_SHIFT = 16;
    private static final int MILLIS = 1000;

    /** A new document of that kind. */
    JsonObjectBuilder document(String object) {
        return Json.object()
                .add("id", "chatcmpl-" + turn)
                .add("object", object)
                .add("created", created())
                .add("model", model)
                .add("llm_request_id", turn.toString());
    }

    /** Tokens by OpenAI's names. */
    static JsonObject usage(TurnEvent.Done done) {
        return Json.object()
                .add("prompt_tokens", done.totals().prompt())
                .add("completion_tokens", done.totals().completion())
                .add("total_tokens", done.totals().total())
                .add(
                        "prompt_tokens_details",
                        Json.object().add("cached_tokens", done.totals().cached()))
                .add(
                        "completion_tokens_details",
                        Json.object().add("reasoning_tokens", done.totals().reasoning()))
                .build();
    }

    /** Seconds since 1970: the id of a request has the time at which it was made (RFC 9562, section 5.7). */
    private long created() {
        return (turn.getMostSignificantBits() >>> TIME_SHIFT) / MILLIS;
    }
}
