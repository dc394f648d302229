package org.parley.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parley.llm.TokenUsage;

/**
 * Prices of models. A model may have several, each valid from a day on. A book may lie over another, which is asked for
 * the models that it does not have.
 *
 * <p>The file is CSV with the columns {@code model,input,cached_input,cache_write,output,reasoning,valid_from}; prices are
 * USD per million tokens. Input that was read from a cache or written to one costs as other input when its price is
 * left out, reasoning as other output.
 */
public final class PriceBook {
    private static final int VERSION_BYTES = 4;

    private final String version;
    private final List<ModelPrice> newestFirst;
    private final @Nullable PriceBook below;

    private PriceBook(String version, List<ModelPrice> newestFirst, @Nullable PriceBook below) {
        this.version = version;
        this.newestFirst = newestFirst;
        this.below = below;
    }

    /**
     * Reads a book; a line that is not valid is an {@link IllegalArgumentException} that names it. Its version is the
     * name with a digest of the text, so that two books with different prices never have the same.
     */
    static PriceBook read(String name, String csv) {
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(csv)) {
            List<ModelPrice> prices = lines.stream().map(ModelPrice::read).toList();
            requireOneADay(prices);
            List<ModelPrice> newestFirst = prices.stream()
                    .sorted(Comparator.comparing(ModelPrice::validFrom).reversed())
                    .toList();
            return new PriceBook(name + "@" + digest(csv), newestFirst, null);
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("price book: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This book over another. */
    PriceBook over(PriceBook lower) {
        return new PriceBook(version, newestFirst, below == null ? lower : below.over(lower));
    }

    /** The price of a call at that time; empty when no book has the model. */
    Optional<CallCost> cost(String model, TokenUsage usage, CostSource source, Instant at) {
        return newestFirst.stream()
                .filter(price -> price.isOf(model, at))
                .findFirst()
                .map(price -> price.of(usage, source, version))
                .or(() -> below == null ? Optional.empty() : below.cost(model, usage, source, at));
    }

    private static void requireOneADay(List<ModelPrice> prices) {
        Set<String> seen = new HashSet<>();
        for (ModelPrice price : prices) {
            if (!seen.add(price.model() + " from " + price.validFrom())) {
                throw new IllegalArgumentException(
                        "price book: " + price.model() + " has two prices from " + price.validFrom());
            }
        }
    }

    private static String digest(String csv) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(csv.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
