package org.parley.usage;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import org.parley.account.RateLimit;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;

/** More was asked than a limit lets through; nothing of the request stays. */
@ApplicationException(rollback = true)
public class RateLimitedException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private RateLimitedException(RateLimit limit, String what, Duration retryAfter) {
        super(
                new Problem(
                        429,
                        "/problems/rate-limited",
                        "Too many requests",
                        "The " + limit.scope().word() + "'s limit is reached: " + what + "."),
                retryAfter,
                null);
    }

    static RateLimitedException requests(RateLimit limit, Duration reset) {
        return new RateLimitedException(limit, counted(limit.requestsPerMinute(), "request") + " a minute", reset);
    }

    static RateLimitedException streams(RateLimit limit) {
        return new RateLimitedException(limit, counted(limit.streams(), "turn") + " at once", Duration.ofSeconds(1));
    }

    static RateLimitedException tokens(RateLimit limit, Duration reset) {
        return new RateLimitedException(limit, counted(limit.tokensPerHour(), "token") + " an hour", reset);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
