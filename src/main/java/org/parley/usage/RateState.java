package org.parley.usage;

import java.time.Duration;
import org.parley.account.RateLimit;

/**
 * What is left of the limit that is nearest to its end.
 *
 * @param left requests of this minute
 * @param reset until the next one
 */
public record RateState(RateLimit limit, int left, Duration reset) {
    private static final int MINUTE = 60;

    /** The value of {@code RateLimit-Policy}; see the IETF draft "RateLimit header fields for HTTP". */
    public String policy() {
        return "\"" + limit.scope().word() + "\";q=" + limit.requestsPerMinute() + ";w=" + MINUTE;
    }

    /** The value of {@code RateLimit}. */
    public String header() {
        return "\"" + limit.scope().word() + "\";r=" + left + ";t=" + Math.max(1, reset.toSeconds());
    }
}
