package org.parley.platform;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The problems that any feature may report. A feature's own problems stand beside the feature. */
public final class Problems {
    private Problems() {}

    public static ProblemException badRequest(String detail) {
        return new ProblemException(400, "/problems/bad-request", "The request is not acceptable", detail);
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "/problems/not-found", "Not found", detail);
    }

    static ProblemException databaseUnavailable(Throwable cause) {
        return unavailable(
                "/problems/database-unavailable",
                "The database is not available",
                "Try again in a few seconds.",
                cause);
    }

    /** No connection became free in time. */
    static ProblemException databaseBusy() {
        return unavailable(
                "/problems/database-busy",
                "The database is busy",
                "No connection to the database became free in time. Try again in a few seconds.",
                null);
    }

    public static ProblemException unavailable(String type, String title, String detail, @Nullable Throwable cause) {
        return new ProblemException(new Problem(503, type, title, detail), Duration.ofSeconds(5), cause);
    }

    /** The problem for a status that the server chose, such as 404 or 405. */
    public static Problem ofStatus(int status) {
        if (status < 400 || status >= 500) {
            return internal();
        }
        if (status == 404) {
            return notFound("There is nothing at this address.").problem();
        }
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Refused" : known.getReasonPhrase();
        String type = "/problems/" + title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return new Problem(status, type, title, title + ".");
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
