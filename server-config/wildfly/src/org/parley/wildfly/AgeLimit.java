package org.parley.wildfly;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jboss.jca.adapters.jdbc.spi.ValidConnectionChecker;

/**
 * Looks at a connection before the pool hands it out. One that was first looked at too long ago, or does not answer, is
 * replaced by the pool. The pool itself knows no age.
 */
public final class AgeLimit implements ValidConnectionChecker {
    private static final int PATIENCE_SECONDS = 5;

    private final Map<Connection, Long> firstSeen = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile Duration limit = Duration.ofHours(1);
    private volatile boolean asks = true;

    /** Seconds, of {@code DB_POOL_RECYCLE}. */
    public void setSeconds(String seconds) {
        limit = Duration.ofSeconds(Long.parseLong(seconds));
    }

    /** Whether each is asked for an answer, of {@code DB_POOL_PRE_PING}. */
    public void setAsks(String asks) {
        this.asks = Boolean.parseBoolean(asks);
    }

    @Override
    public SQLException isValidConnection(Connection connection) {
        long now = System.nanoTime();
        Long seen = firstSeen.putIfAbsent(connection, now);
        if (seen != null && now - seen > limit.toNanos()) {
            return new SQLException("older than " + limit);
        }
        return asks ? answer(connection) : null;
    }

    private static SQLException answer(Connection connection) {
        try {
            return connection.isValid(PATIENCE_SECONDS) ? null : new SQLException("gives no answer");
        } catch (SQLException e) {
            return e;
        }
    }
}
