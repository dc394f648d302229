package org.parley.platform;

import java.time.Duration;

/** The problems that any feature may report. A feature's own problems stand beside the feature. */
public final class Problems {
    private Problems() {}

    public static ProblemException badRequest(String detail) {
        return new ProblemException(400, "/problems/bad-request", "The request is not acceptable", detail);
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "/problems/not-found", "Not found", detail);
    }

    public static ProblemException unavailable(String type, String title, String detail, Throwable cause) {
        return new ProblemException(new Problem(503, type, title, detail), Duration.ofSeconds(5), cause);
    }

    /** What a client is told of a failure that nobody foresaw. */
    public static Problem internal() {
        return new Problem(
                500,
                "/problems/internal",
                "Internal error",
                "The request failed. Give the request id when you report it.");
    }
}
