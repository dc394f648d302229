package org.parley.payara;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.glassfish.api.jdbc.ConnectionValidation;
import org.postgresql.PGConnection;

/**
 * Looks at a connection before the pool hands it out. One that was first looked at more than {@code DB_POOL_RECYCLE} seconds
 * ago is replaced by the pool, and so is one that does not answer, unless {@code DB_POOL_PRE_PING} is {@code false}. The pool
 * itself knows no age, and shows a handle that is new each time.
 */
public final class AgeLimit implements ConnectionValidation {
    private static final int PATIENCE_SECONDS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(Long.parseLong(System.getenv("DB_POOL_RECYCLE")));
    private static final boolean ASKS = Boolean.parseBoolean(System.getenv("DB_POOL_PRE_PING"));
    private static final Map<PGConnection, Long> FIRST_SEEN = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public boolean isConnectionValid(Connection connection, int timeout) throws SQLException {
        long now = System.nanoTime();
        Long seen = FIRST_SEEN.putIfAbsent(connection.unwrap(PGConnection.class), now);
        boolean young = seen == null || now - seen <= LIMIT.toNanos();
        return young && (!ASKS || connection.isValid(PATIENCE_SECONDS));
    }
}
