package org.parley.chat;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Json;
import org.parley.platform.Problem;

/**
 * An error as clients of OpenAI's format expect it; see "Error codes" in the OpenAI API reference.
 *
 * @param status the HTTP status
 * @param param the parameter that is at fault, such as {@code messages[0].role}
 * @param code stable, for programs
 */
record OpenAiError(
        int status, String message, String type, @Nullable String param, String code) {
    private static final String NAMES = "/problems/";
    private static final String QUOTA = "insufficient_quota";

    static OpenAiError of(Problem problem) {
        String name = problem.type().substring(NAMES.length());
        return new OpenAiError(problem.status(), problem.detail(), type(problem.status()), param(name), code(name));
    }

    /** Whether it will be the same for long, so that clients had better not try again by themselves. */
    boolean isForLong() {
        return code.equals(QUOTA);
    }

    JsonObject toJson() {
        return Json.object()
                .add(
                        "error",
                        Json.object()
                                .add("message", message)
                                .add("type", type)
                                .add("param", Json.value(param))
                                .add("code", code))
                .build();
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            case 502, 504 -> "api_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static @Nullable String param(String problem) {
        return switch (problem) {
            case "message-too-long", "context-length-exceeded" -> "messages";
            default -> null;
        };
    }

    private static String code(String problem) {
        return switch (problem) {
            case "not-found" -> "unknown_url";
            case "cap-reached" -> QUOTA;
            default -> problem.replace('-', '_');
        };
    }
}
