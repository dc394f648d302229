package org.parley.pool;

import java.time.Instant;

/** One look at the pool. */
public record PoolSample(Instant at, PoolStatus status) {}
