package org.parley.pool;

import java.time.Duration;

/**
 * What a server tells of its pool.
 *
 * @param capacity most connections that it opens
 * @param open connections that are open, or being opened
 * @param free open ones that nobody has
 * @param waiting callers that wait for one
 * @param waits callers that had to wait, since the start
 * @param waited how long these waited, all together
 */
record PoolReading(int capacity, int open, int free, int waiting, long waits, Duration waited) {}
