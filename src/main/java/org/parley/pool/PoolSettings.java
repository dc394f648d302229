package org.parley.pool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.parley.config.EffectiveConfig;

/**
 * What the keys ask of the pool.
 *
 * @param size connections that are kept
 * @param maxOverflow most above them
 * @param timeout longest time that a caller waits for one
 */
record PoolSettings(int size, int maxOverflow, Duration timeout) {
    PoolSettings {
        if (size < 1 || maxOverflow < 0) {
            throw new IllegalArgumentException("a pool of " + size + " and " + maxOverflow + " connections");
        }
    }

    static PoolSettings of(EffectiveConfig config) {
        return new PoolSettings(
                config.whole("db.pool.size"),
                config.whole("db.pool.max_overflow"),
                Duration.ofSeconds(config.whole("db.pool.timeout")));
    }

    int capacity() {
        return size + maxOverflow;
    }

    /** What to tell operators when the server's pool is not the one that the keys ask for. */
    Optional<Map<String, Object>> drift(int actual) {
        if (actual == capacity()) {
            return Optional.empty();
        }
        String message =
                "The keys ask for a pool of %d + %d = %d connections, the server's has %d: set them in its environment."
                        .formatted(size, maxOverflow, capacity(), actual);
        return Optional.of(Map.of(
                "configured_size", size,
                "configured_max_overflow", maxOverflow,
                "actual_capacity", actual,
                "message", message));
    }
}
