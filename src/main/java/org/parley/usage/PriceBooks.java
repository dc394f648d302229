package org.parley.usage;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigDirectory;
import org.parley.config.ConfigException;

/**
 * Finds the prices that hold for an agent: {@code price_book.csv} beside its configuration, over its account's, over the global one,
 * over the book in this build, model by model. A file that was changed is read again.
 */
@ApplicationScoped
public class PriceBooks {
    private static final String FILE = "price_book.csv";
    private static final String BUILT_IN = "/pricing/" + FILE;

    @Inject
    ConfigCascade cascade;

    @Inject
    Clock clock;

    private final Map<Path, ReadFile> files = new ConcurrentHashMap<>();
    private PriceBook builtIn;

    private record ReadFile(FileTime changed, PriceBook book) {}

    @PostConstruct
    void load() {
        try (InputStream file = PriceBooks.class.getResourceAsStream(BUILT_IN)) {
            if (file == null) {
                throw new IllegalStateException(BUILT_IN + " is missing in this build");
            }
            builtIn = PriceBook.read("built-in", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The prices of an agent as they stand now. Fails when a book of its is not valid. */
    public Pricing of(AgentAddress agent) {
        return new Pricing(layered(cascade.directory(), agent), clock);
    }

    PriceBook layered(ConfigDirectory directory, AgentAddress agent) {
        List<Path> nearestFirst = directory.levels(FILE, agent);
        PriceBook prices = builtIn;
        for (int i = nearestFirst.size() - 1; i >= 0; i--) {
            prices = book(nearestFirst.get(i), directory).over(prices);
        }
        return prices;
    }

    private PriceBook book(Path file, ConfigDirectory directory) {
        String name = directory.relative(file);
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            ReadFile known = files.get(file);
            if (known == null || !known.changed().equals(changed)) {
                known = new ReadFile(changed, PriceBook.read(name, Files.readString(file)));
                files.put(file, known);
            }
            return known.book();
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(name + " is not valid", e);
        }
    }
}
