package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.ProblemException;

/** What is asked of a report, and how a row of it is told. */
class UsageReportTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final Optional<UUID> ACCOUNT = Optional.of(UUID.randomUUID());

    @Test
    void without_parameters_it_is_the_current_month_by_day() {
        UsageQuery query = UsageQuery.parse(ACCOUNT, null, null, null, CLOCK);
        assertThat(query.from()).hasToString("2026-11-01");
        assertThat(query.to()).hasToString("2026-11-24");
        assertThat(query.by()).containsExactly(UsageDimension.DAY);
    }

    @Test
    void agents_of_all_accounts_are_told_with_their_accounts() {
        assertThat(UsageQuery.parse(Optional.empty(), null, null, "day,agent", CLOCK)
                        .by())
                .containsExactly(UsageDimension.DAY, UsageDimension.ACCOUNT, UsageDimension.AGENT);
        assertThat(UsageQuery.parse(ACCOUNT, null, null, "agent", CLOCK).by()).containsExactly(UsageDimension.AGENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "week", "day,day", "day,,model", "day; DROP TABLE accounts", "DAY"})
    void a_word_that_is_no_dimension_is_refused(String by) {
        assertThatThrownBy(() -> UsageQuery.parse(ACCOUNT, null, null, by, CLOCK))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-02,2026-11-02",
        "2026-11-03,2026-11-02",
        "yesterday,",
        ",2026-13-01",
        "0001-01-01,",
        ",9999-01-01"
    })
    void days_that_are_none_or_in_the_wrong_order_are_refused(@Nullable String from, @Nullable String to) {
        assertThatThrownBy(() -> UsageQuery.parse(ACCOUNT, from, to, null, CLOCK))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void an_amount_that_nothing_is_known_of_is_null_and_not_nothing() {
        JsonObject json = row("m", null).toJson(List.of(UsageDimension.MODEL));
        assertThat(json.getString("model")).isEqualTo("m");
        assertThat(json.getJsonNumber("calls").longValue()).isEqualTo(7);
        assertThat(json.isNull("total_cost")).isTrue();
        assertThat(row("m", new BigDecimal("0.000000150"))
                        .toJson(List.of(UsageDimension.MODEL))
                        .getString("total_cost"))
                .isEqualTo("0.000000150");
    }

    @Test
    void a_name_from_a_provider_is_no_formula_in_a_table() {
        assertThat(row("=HYPERLINK(1)", null).toCsv().get(0)).isEqualTo("'=HYPERLINK(1)");
        assertThat(row("@cf/meta/llama", null).toCsv().get(0)).isEqualTo("'@cf/meta/llama");
        assertThat(row("vendor/model", null).toCsv())
                .startsWith("vendor/model", "7")
                .endsWith("", "");
    }

    private static UsageRow row(String model, @Nullable BigDecimal cost) {
        Map<UsageMeasure, BigDecimal> values = new EnumMap<>(UsageMeasure.class);
        for (UsageMeasure measure : UsageMeasure.values()) {
            Optional.ofNullable(measure.isMoney() ? cost : BigDecimal.valueOf(7))
                    .ifPresent(value -> values.put(measure, value));
        }
        return new UsageRow(List.of(model), values);
    }
}
