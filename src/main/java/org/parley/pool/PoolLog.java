package org.parley.pool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides which of the looks at the pool are worth a log event: one a minute, and changes of load, not too many. */
final class PoolLog {
    static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(5);

    private PoolStatus last = PoolStatus.UNKNOWN;
    private @Nullable Instant lastAt;

    /** Whether the status is to be told. */
    boolean isNews(PoolStatus status, Instant now) {
        if (lastAt != null && !isDue(status, Duration.between(lastAt, now))) {
            return false;
        }
        last = status;
        lastAt = now;
        return true;
    }

    private boolean isDue(PoolStatus status, Duration since) {
        Duration pause = status.isLoadOf(last) ? AT_LEAST_EVERY : AT_MOST_EVERY;
        return since.compareTo(pause) >= 0;
    }
}
