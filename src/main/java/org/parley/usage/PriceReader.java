package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.parley.config.AgentSource;
import org.parley.config.ConfigException;
import org.parley.config.ConfigFile;
import org.parley.config.SettingsReader;

/**
 * Reads the prices of agents: {@code price_book.csv} beside an agent's configuration, over its account's, over the global one,
 * over the book in this build, model by model.
 */
@ApplicationScoped
class PriceReader implements SettingsReader {
    private static final String FILE = "price_book.csv";
    private static final String UNPRICED_CALL = "caps.unpriced_call";

    private static final PriceBook BUILT_IN = builtIn();

    @Override
    public Prices read(AgentSource source) {
        List<ConfigFile> nearestFirst = source.all(FILE);
        PriceBook book = BUILT_IN;
        for (int i = nearestFirst.size() - 1; i >= 0; i--) {
            book = read(nearestFirst.get(i)).over(book);
        }
        BigDecimal unpricedCall = source.values().decimal(UNPRICED_CALL);
        if (unpricedCall.signum() < 0) {
            throw ConfigException.invalid(UNPRICED_CALL, "is below 0");
        }
        return new Prices(book, unpricedCall);
    }

    private static PriceBook read(ConfigFile file) {
        try {
            return PriceBook.read(file.path(), file.text());
        } catch (IllegalArgumentException e) {
            throw ConfigException.invalid(file, 0, "is not valid: " + e.getMessage(), e);
        }
    }

    private static PriceBook builtIn() {
        try (InputStream file = PriceReader.class.getResourceAsStream("/pricing/" + FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in this build");
            }
            return PriceBook.read("built-in", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
