package org.parley.pool;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Who takes connections from the pool, and how many at once. What is left is for the ledger of running turns alone.
 *
 * @param tools tool calls at work
 * @param requests requests of clients at work on the database
 * @param reserve connections that are to be left
 */
record PoolUsers(int tools, int requests, int reserve) {

    static PoolUsers of(Config config) {
        return new PoolUsers(
                config.getValue("threads.tools", Integer.class),
                config.getValue("threads.requests", Integer.class),
                config.getValue("db.pool.reserve", Integer.class));
    }

    /** Why they do not fit into a pool of that many connections; empty when they do. */
    Optional<String> misfit(int capacity) {
        if (tools < 1 || requests < 1 || reserve < 1) {
            return Optional.of("threads.tools %d, threads.requests %d and db.pool.reserve %d must each be 1 at least."
                    .formatted(tools, requests, reserve));
        }
        int mostTools = 2 * capacity / 3;
        if (tools > mostTools) {
            return Optional.of(
                    "threads.tools is %d, more than two thirds of the pool of %d connections: set it to %d at most, or DB_POOL_SIZE higher."
                            .formatted(tools, capacity, mostTools));
        }
        int all = tools + requests + reserve;
        if (all > capacity) {
            return Optional.of(
                    "threads.tools %d + threads.requests %d + db.pool.reserve %d = %d, more than the pool of %d connections: set them lower, or DB_POOL_SIZE higher."
                            .formatted(tools, requests, reserve, all, capacity));
        }
        return Optional.empty();
    }
}
