package org.parley.pool;

import java.time.Duration;

/**
 * How it went for callers that found no connection free, since the start.
 *
 * @param count callers that had to wait
 * @param total how long these waited, all together
 */
record PoolWaits(long count, Duration total) {}
