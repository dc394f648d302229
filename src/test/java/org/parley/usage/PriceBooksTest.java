package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigDirectory;
import org.parley.config.ConfigException;
import org.parley.llm.TokenUsage;

/** Which price holds for which agent. */
class PriceBooksTest {
    private static final AgentAddress ALPHA = new AgentAddress("acme", "alpha");
    private static final AgentAddress BETA = new AgentAddress("acme", "beta");
    private static final AgentAddress GAMMA = new AgentAddress("globex", "gamma");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path root;

    private final PriceBooks books = new PriceBooks();

    @BeforeEach
    void load() {
        books.load();
    }

    @Test
    void the_book_in_this_build_has_the_offline_model_and_no_other() {
        assertThat(price(GAMMA, "parley-offline-1")).startsWith("built-in@").endsWith(" 0.75");
        assertThat(price(GAMMA, "openai/gpt-4o-mini")).isEqualTo("unknown");
    }

    @Test
    void the_nearest_book_that_has_the_model_counts() throws Exception {
        write("price_book.csv", "m", "1");
        write("agent_configs/acme/price_book.csv", "m", "2");
        write("agent_configs/acme/alpha/price_book.csv", "m", "3");
        assertThat(price(ALPHA, "m"))
                .startsWith("agent_configs/acme/alpha/price_book.csv@")
                .endsWith(" 6");
        assertThat(price(BETA, "m"))
                .startsWith("agent_configs/acme/price_book.csv@")
                .endsWith(" 4");
        assertThat(price(GAMMA, "m")).startsWith("price_book.csv@").endsWith(" 2");
        assertThat(price(ALPHA, "parley-offline-1")).startsWith("built-in@");
    }

    @Test
    void a_file_that_was_changed_is_read_again() throws Exception {
        Path file = write("price_book.csv", "m", "1");
        String before = price(GAMMA, "m");
        write("price_book.csv", "m", "5");
        Files.setLastModifiedTime(file, FileTime.from(NOW));
        assertThat(price(GAMMA, "m")).isNotEqualTo(before).endsWith(" 10");
    }

    @Test
    void a_book_that_is_not_valid_is_a_failure_of_the_configuration_that_names_it() throws Exception {
        write("agent_configs/acme/price_book.csv", "m", "cheap");
        assertThatThrownBy(() -> price(BETA, "m"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("agent_configs/acme/price_book.csv");
        assertThat(price(GAMMA, "m")).isEqualTo("unknown");
    }

    private String price(AgentAddress agent, String model) {
        TokenUsage usage = new TokenUsage(1_000_000, 0, 1_000_000, 0, Optional.empty());
        return books.layered(new ConfigDirectory(root), agent)
                .cost(model, usage, CostSource.PRICE_BOOK, NOW)
                .map(cost -> cost.priceVersion().orElseThrow() + " "
                        + cost.total().orElseThrow().stripTrailingZeros().toPlainString())
                .orElse("unknown");
    }

    private Path write(String name, String model, String price) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file, "model,input,output,valid_from\n%s,%s,%s,2026-01-01\n".formatted(model, price, price));
    }
}
