package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolLogTest {
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

    private final PoolLog log = new PoolLog();

    @Test
    void the_first_look_is_told_and_then_one_a_minute() {
        assertThat(log.isNews(busy(0), START)).isTrue();
        assertThat(log.isNews(busy(0), START.plusSeconds(59))).isFalse();
        assertThat(log.isNews(busy(0), START.plusSeconds(60))).isTrue();
        assertThat(log.isNews(busy(0), START.plusSeconds(119))).isFalse();
    }

    @Test
    void a_change_of_load_is_told_but_not_more_often_than_every_five_seconds() {
        log.isNews(busy(0), START);

        assertThat(log.isNews(busy(3), START.plusSeconds(4))).isFalse();
        assertThat(log.isNews(busy(3), START.plusSeconds(5))).isTrue();
        assertThat(log.isNews(busy(4), START.plusSeconds(9))).isFalse();
        assertThat(log.isNews(busy(3), START.plusSeconds(10))).isFalse();
    }

    private static PoolStatus busy(int checkedOut) {
        return PoolStatus.of(new PoolReading(30, 20, 20 - checkedOut, 0, Optional.empty()), 20, PoolStatus.UNKNOWN, 0);
    }
}
