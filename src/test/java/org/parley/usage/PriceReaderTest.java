package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigException;
import org.parley.config.FakeConfig;
import org.parley.llm.TokenUsage;

/** Which price holds for which agent. */
class PriceReaderTest {
    private static final AgentAddress ALPHA = new AgentAddress("acme", "alpha");
    private static final String HEADER = "model,input,output,valid_from\n";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void the_book_in_this_build_has_the_offline_model_and_no_other() {
        assertThat(price("parley-offline-1")).startsWith("built-in@").endsWith(" 0.75");
        assertThat(price("openai/gpt-4o-mini")).isEqualTo("unknown");
    }

    @Test
    void the_nearest_book_that_has_the_model_counts() {
        String agents = HEADER + "a,3,3,2026-01-01\n";
        String accounts = HEADER + "a,2,2,2026-01-01\nb,2,2,2026-01-01\n";
        String global = HEADER + "a,1,1,2026-01-01\nb,1,1,2026-01-01\nc,1,1,2026-01-01\n";
        assertThat(price("a", agents, accounts, global))
                .startsWith("agent_configs/acme/alpha/price_book.csv@")
                .endsWith(" 6");
        assertThat(price("b", agents, accounts, global))
                .startsWith("agent_configs/acme/price_book.csv@")
                .endsWith(" 4");
        assertThat(price("c", agents, accounts, global))
                .startsWith("price_book.csv@")
                .endsWith(" 2");
        assertThat(price("parley-offline-1", agents, accounts, global)).startsWith("built-in@");
    }

    @Test
    void a_book_that_is_not_valid_is_a_fault_of_the_configuration_that_names_file_and_row() {
        String accounts = HEADER + "a,2,2,2026-01-01\nb,cheap,2,2026-01-01\n";
        assertThatThrownBy(() -> price("a", HEADER, accounts))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("agent_configs/acme/price_book.csv")
                .hasMessageContaining("row 3");
    }

    @Test
    void what_is_reserved_for_a_call_without_a_price_is_not_below_nothing() {
        assertThatThrownBy(() -> FakeConfig.of(ALPHA, Map.of("caps.unpriced_call", "-1"), new PriceReader()))
                .isInstanceOf(ConfigException.class);
    }

    /** @param books of the agent, the account and all, as far as they are given */
    private static String price(String model, String... books) {
        TokenUsage usage = new TokenUsage(1_000_000, 0, 1_000_000, 0, Optional.empty());
        return FakeConfig.with(ALPHA, "price_book.csv", books, new PriceReader())
                .settings(Prices.class)
                .book()
                .cost(model, usage, CostSource.PRICE_BOOK, NOW)
                .map(cost -> cost.priceVersion().orElseThrow() + " "
                        + cost.total().orElseThrow().stripTrailingZeros().toPlainString())
                .orElse("unknown");
    }
}
