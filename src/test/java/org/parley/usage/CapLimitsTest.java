package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.account.CapPeriod;
import org.parley.platform.ProblemException;

/** What a cap may be, and how long it holds. */
class CapLimitsTest {
    @Test
    void amounts_may_be_numbers_or_texts_and_a_period_that_is_left_out_has_no_cap() {
        assertThat(CapLimits.parse("{\"day\":\"10.50\",\"month\":200,\"soft\":true}"))
                .isEqualTo(
                        new CapLimits(Optional.of(new BigDecimal("10.50")), Optional.of(new BigDecimal("200")), true));
        assertThat(CapLimits.parse("{\"month\":0}"))
                .isEqualTo(new CapLimits(Optional.empty(), Optional.of(BigDecimal.ZERO), false));
        assertThat(CapLimits.parse("{}").isNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"week\":1}",
                "{\"day\":-1}",
                "{\"day\":\"much\"}",
                "{\"day\":true}",
                "{\"day\":1e12}",
                "{\"day\":1e-12}",
                "{\"day\":1e999999999}",
                "{\"day\":0.0000001}",
                "{\"soft\":\"yes\"}",
                "{\"soft\":null}"
            })
    void anything_else_is_refused(String body) {
        assertThatThrownBy(() -> CapLimits.parse(body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource({
        "DAY,2026-11-23T00:00:00Z,2026-11-23,2026-11-24T00:00:00Z",
        "DAY,2026-11-23T23:59:59.999Z,2026-11-23,2026-11-24T00:00:00Z",
        "MONTH,2026-11-30T23:59:59.999Z,2026-11-01,2026-12-01T00:00:00Z",
        "MONTH,2026-12-01T00:00:00Z,2026-12-01,2027-01-01T00:00:00Z",
    })
    void days_and_months_are_those_of_utc(CapPeriod period, Instant time, String start, Instant end) {
        assertThat(period.startsOn(time)).hasToString(start);
        assertThat(period.endsAt(time)).isEqualTo(end);
    }
}
