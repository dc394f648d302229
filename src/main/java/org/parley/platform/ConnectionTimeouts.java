package org.parley.platform;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Those who waited for a connection of the pool in vain, counted where it comes to light: not every server counts them. */
public final class ConnectionTimeouts {
    private static final AtomicLong COUNT = new AtomicLong();

    private ConnectionTimeouts() {}

    /** Counts a failure if it is that; called once for each. */
    public static boolean note(Throwable failure) {
        boolean isTimeout = isTimeout(failure);
        if (isTimeout) {
            COUNT.incrementAndGet();
        }
        return isTimeout;
    }

    /** Since the start. */
    public static long count() {
        return COUNT.get();
    }

    /** Some servers have a type for it. With others it is the only failure in which no driver and no database has its say. */
    private static boolean isTimeout(Throwable failure) {
        List<SQLException> said = ProblemMapper.causesOf(failure, SQLException.class);
        return said.stream().anyMatch(SQLTransientConnectionException.class::isInstance)
                || (!said.isEmpty() && said.stream().allMatch(one -> one.getSQLState() == null));
    }
}
