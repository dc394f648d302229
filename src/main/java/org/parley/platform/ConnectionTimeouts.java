package org.parley.platform;

import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicLong;

/** Those who waited for a connection of the pool in vain, counted where it comes to light: not every server counts them. */
public final class ConnectionTimeouts {
    private static final AtomicLong COUNT = new AtomicLong();

    private ConnectionTimeouts() {}

    /** Counts a failure if it is that; called once for each. */
    public static boolean note(Throwable failure) {
        boolean isTimeout = ProblemMapper.causeOf(failure, SQLTransientConnectionException.class)
                .isPresent();
        if (isTimeout) {
            COUNT.incrementAndGet();
        }
        return isTimeout;
    }

    /** Since the start. */
    public static long count() {
        return COUNT.get();
    }
}
