package org.parley.pool;

import java.util.Optional;

/**
 * What a server tells of its pool.
 *
 * @param capacity most connections that it opens
 * @param open connections that are open, or being opened
 * @param free open ones that nobody has
 * @param waiting callers that wait for one
 * @param waits how it went for callers that waited; empty when the server does not count them
 */
record PoolReading(int capacity, int open, int free, int waiting, Optional<PoolWaits> waits) {}
