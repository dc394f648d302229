package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PoolHistoryTest {
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void the_newest_looks_are_kept_in_order() {
        PoolHistory history = new PoolHistory(3);
        for (int second = 1; second <= 5; second++) {
            history.add(new PoolSample(START.plusSeconds(second), PoolStatus.UNKNOWN));
        }

        assertThat(history.after(Instant.EPOCH)).extracting(PoolSample::at).containsExactly(at(3), at(4), at(5));
        assertThat(history.after(at(4))).extracting(PoolSample::at).containsExactly(at(5));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
