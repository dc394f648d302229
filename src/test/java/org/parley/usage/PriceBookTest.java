package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.llm.TokenUsage;

/** Tokens to money, exact to the last digit. */
class PriceBookTest {
    private static final String HEADER = "model,input,cached_input,cache_write,output,reasoning,valid_from\n";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvFileSource(resources = "/pricing/golden.csv", useHeadersInDisplayName = true)
    void a_call_costs_its_tokens_at_the_prices_of_its_day(
            String model,
            Instant at,
            long input,
            long cached,
            long written,
            long output,
            long reasoning,
            BigDecimal prompt,
            BigDecimal completion)
            throws IOException {
        PriceBook book = PriceBook.read("golden", Files.readString(Path.of("src/test/resources/pricing/book.csv")));
        TokenUsage usage =
                new TokenUsage(input, cached, written, output, reasoning, Optional.empty(), Optional.empty());
        CallCost cost = book.cost(model, usage, CostSource.PRICE_BOOK, at).orElseThrow();
        assertThat(cost.prompt().orElseThrow()).isEqualByComparingTo(prompt);
        assertThat(cost.completion().orElseThrow()).isEqualByComparingTo(completion);
        assertThat(cost.total().orElseThrow()).isEqualByComparingTo(prompt.add(completion));
        assertThat(cost.upstream()).isEmpty();
        assertThat(cost.source()).isEqualTo(CostSource.PRICE_BOOK);
    }

    @Test
    void the_version_is_the_name_and_what_is_in_the_book() {
        String one = version(HEADER + "m,1,,,1,,2026-01-01\n");
        assertThat(one).matches("book@[0-9a-f]{8}").isEqualTo(version(HEADER + "m,1,,,1,,2026-01-01\n"));
        assertThat(version(HEADER + "m,2,,,1,,2026-01-01\n")).isNotEqualTo(one);
    }

    @Test
    void a_model_that_is_not_in_the_book_has_no_price() {
        assertThat(cost(PriceBook.read("book", HEADER), "m")).isEmpty();
    }

    @Test
    void a_book_is_asked_before_the_one_below_it_model_by_model() {
        PriceBook account = PriceBook.read("account", HEADER + "a,1,,,1,,2026-01-01\nb,1,,,1,,2027-01-01\n");
        PriceBook global = PriceBook.read("global", HEADER + "a,5,,,5,,2026-02-01\nb,5,,,5,,2026-01-01\n");
        PriceBook builtIn = PriceBook.read("built-in", HEADER + "c,9,,,9,,2026-01-01\n");
        PriceBook prices = account.over(global).over(builtIn);

        assertThat(cost(prices, "a").orElseThrow().prompt().orElseThrow()).isEqualByComparingTo("1");
        assertThat(cost(prices, "a").orElseThrow().priceVersion().orElseThrow()).startsWith("account@");
        assertThat(cost(prices, "b").orElseThrow().priceVersion().orElseThrow())
                .as("the nearer price holds from next year on")
                .startsWith("global@");
        assertThat(cost(prices, "c").orElseThrow().priceVersion().orElseThrow()).startsWith("built-in@");
        assertThat(cost(prices, "d")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"m,x,,,1,,2026-01-01", "m,1,,,1,,soon", "m,-1,,,1,,2026-01-01", ",1,,,1,,2026-01-01", "m,1,1"})
    void a_line_that_is_not_valid_is_named(String line) {
        assertThatThrownBy(() -> PriceBook.read("book", HEADER + "ok,1,,,1,,2026-01-01\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("price book.*\\b3\\b.*");
    }

    @Test
    void two_prices_of_a_model_from_the_same_day_are_refused() {
        assertThatThrownBy(() -> PriceBook.read("book", HEADER + "m,1,,,1,,2026-01-01\nm,2,,,2,,2026-01-01\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m has two prices from 2026-01-01");
    }

    private static String version(String csv) {
        return cost(PriceBook.read("book", csv), "m")
                .orElseThrow()
                .priceVersion()
                .orElseThrow();
    }

    private static Optional<CallCost> cost(PriceBook book, String model) {
        TokenUsage usage = new TokenUsage(1_000_000, 0, 0, 0, Optional.empty());
        return book.cost(model, usage, CostSource.PRICE_BOOK, NOW);
    }
}
