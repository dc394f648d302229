package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolStatusTest {
    private static final int KEPT = 20;

    @Test
    void connections_are_at_work_or_free_and_those_above_the_kept_ones_are_overflow() {
        PoolStatus status = PoolStatus.of(
                new PoolReading(30, 25, 3, 1, Optional.of(new PoolWaits(7, Duration.ofMillis(900)))),
                KEPT,
                PoolStatus.UNKNOWN,
                2);

        assertThat(status.figures())
                .containsExactly(
                        entry("size", 25L),
                        entry("capacity", 30L),
                        entry("checked_out", 22L),
                        entry("checked_in", 3L),
                        entry("overflow", 5L),
                        entry("waiting", 1L),
                        entry("max_used", 22L),
                        entry("timeouts", 2L),
                        entry("waits", 7L),
                        entry("wait_ms", 900L));
    }

    @Test
    void what_a_server_does_not_count_is_not_told() {
        assertThat(at(20, 20, PoolStatus.UNKNOWN).figures()).doesNotContainKeys("waits", "wait_ms");
    }

    @Test
    void a_pool_below_its_kept_size_has_no_overflow() {
        assertThat(at(4, 4, PoolStatus.UNKNOWN).overflow()).isZero();
    }

    @Test
    void the_most_that_were_at_work_are_remembered() {
        PoolStatus burst = at(28, 0, PoolStatus.UNKNOWN);

        assertThat(at(20, 20, burst).maxUsed()).isEqualTo(28);
    }

    @Test
    void connections_that_come_and_go_while_they_are_counted_are_never_fewer_than_none() {
        assertThat(at(3, 4, PoolStatus.UNKNOWN).checkedOut()).isZero();
    }

    private static PoolStatus at(int open, int free, PoolStatus before) {
        return PoolStatus.of(new PoolReading(30, open, free, 0, Optional.empty()), KEPT, before, 0);
    }
}
