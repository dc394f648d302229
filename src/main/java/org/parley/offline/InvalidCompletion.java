package org.parley.offline;

import jakarta.json.JsonObject;
import org.parley.platform.Json;

/** The request is not one of the chat-completions format. */
final class InvalidCompletion extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    InvalidCompletion(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** OpenAI's shape of an error. */
    JsonObject toJson() {
        return Json.object()
                .add(
                        "error",
                        Json.object()
                                .add("message", String.valueOf(getMessage()))
                                .add("type", "invalid_request_error")
                                .add("code", code))
                .build();
    }
}
