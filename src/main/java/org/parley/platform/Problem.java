package org.parley.platform;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * A problem document of RFC 9457. {@code type} is a stable relative reference such as {@code /problems/not-found}.
 *
 * @param status the HTTP status, 400 to 599
 */
public record Problem(int status, String type, String title, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
    }

    /** The document for one request, to which a caller may add members of its own. */
    public JsonObjectBuilder toJson(String requestId) {
        return Json.object()
                .add("type", type)
                .add("title", title)
                .add("status", status)
                .add("detail", detail)
                .add("request_id", requestId);
    }

    JsonObject document(String requestId) {
        return toJson(requestId).build();
    }
}
