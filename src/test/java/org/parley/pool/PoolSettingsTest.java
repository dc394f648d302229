package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolSettingsTest {
    private final PoolSettings settings = new PoolSettings(20, 10, Duration.ofSeconds(30));

    @Test
    void a_pool_that_is_the_one_asked_for_is_no_news() {
        assertThat(settings.drift(30)).isEmpty();
    }

    @Test
    void another_pool_is_told_with_its_numbers() {
        assertThat(settings.drift(31))
                .hasValueSatisfying(drift -> assertThat(drift)
                        .containsEntry("configured_size", 20)
                        .containsEntry("configured_max_overflow", 10)
                        .containsEntry("actual_capacity", 31)
                        .containsEntry(
                                "message",
                                "The keys ask for a pool of 20 + 10 = 30 connections, the server's has 31: set them in its "
                                        + "environment."));
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> new PoolSettings(0, 10, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PoolSettings(1, -1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
