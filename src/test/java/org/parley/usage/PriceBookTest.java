package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parley.llm.TokenUsage;

/** Tokens to money, exact to the last digit. */
class PriceBookTest {
    private static final String HEADER = "model,input,cached_input,output,valid_from\n";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void a_call_costs_its_tokens_at_their_prices() throws Exception {
        CallCost cost = cost(
                        HEADER + "m,0.15,0.075,0.60,2026-01-01\n",
                        "m",
                        new TokenUsage(1_000, 400, 7, 3, Optional.empty()))
                .orElseThrow();

        assertThat(cost.prompt()).contains(new BigDecimal("0.000120000"));
        assertThat(cost.completion().orElseThrow()).isEqualByComparingTo("0.0000042");
        assertThat(cost.total().orElseThrow()).isEqualByComparingTo("0.0001242");
        assertThat(cost.source()).isEqualTo(CostSource.PRICE_BOOK);
        assertThat(cost.priceVersion()).contains("v1");
    }

    @Test
    void more_cached_tokens_than_input_do_not_make_the_input_negative() throws Exception {
        CallCost cost = cost(HEADER + "m,1,0.5,1,2026-01-01\n", "m", new TokenUsage(10, 99, 0, 0, Optional.empty()))
                .orElseThrow();
        assertThat(cost.total().orElseThrow()).isEqualByComparingTo("0.000005");
    }

    @Test
    void the_newest_price_that_is_valid_counts() throws Exception {
        String book = HEADER + "m,1,1,1,2026-01-01\nm,2,2,2,2026-06-01\nm,9,9,9,2027-01-01\n";
        assertThat(cost(book, "m", new TokenUsage(1_000_000, 0, 0, 0, Optional.empty()))
                        .orElseThrow()
                        .total()
                        .orElseThrow())
                .isEqualByComparingTo("2");
    }

    @Test
    void a_model_that_is_not_in_the_book_has_no_price() throws Exception {
        assertThat(cost(HEADER, "m", new TokenUsage(1, 0, 1, 0, Optional.empty())))
                .isEmpty();
    }

    @Test
    void a_line_that_is_not_valid_is_named() {
        for (String line : new String[] {"m,x,1,1,2026-01-01", "m,1,1,1,soon", "m,-1,1,1,2026-01-01", "m,1,1"}) {
            assertThatThrownBy(() ->
                            PriceBook.read("v1", new StringReader(HEADER + "ok,1,1,1,2026-01-01\n" + line + "\n")))
                    .as(line)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("price book.*\\b3\\b.*");
        }
    }

    @Test
    void the_shipped_book_knows_the_offline_model() throws Exception {
        String shipped = Files.readString(
                Path.of("src/main/resources/pricing/price-book-2026-11-23.csv"), StandardCharsets.UTF_8);
        assertThat(cost(shipped, "parley-offline-1", new TokenUsage(1_000_000, 0, 0, 0, Optional.empty()))
                        .orElseThrow()
                        .total()
                        .orElseThrow())
                .isEqualByComparingTo("0.15");
    }

    private static Optional<CallCost> cost(String csv, String model, TokenUsage usage) throws Exception {
        return PriceBook.read("v1", new StringReader(csv)).cost(model, usage, CostSource.PRICE_BOOK, NOW);
    }
}
