package org.parley.pool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The looks at the pool of the last minutes. */
final class PoolHistory {
    private final Deque<PoolSample> samples = new ArrayDeque<>();
    private final int limit;

    PoolHistory(int limit) {
        this.limit = limit;
    }

    synchronized void add(PoolSample sample) {
        if (samples.size() == limit) {
            samples.removeFirst();
        }
        samples.addLast(sample);
    }

    /** Those after a time, oldest first. */
    synchronized List<PoolSample> after(Instant time) {
        return samples.stream().filter(sample -> sample.at().isAfter(time)).toList();
    }
}
