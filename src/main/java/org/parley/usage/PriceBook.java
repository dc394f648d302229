package org.parley.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parley.llm.TokenUsage;

/**
 * Prices of models in USD per million tokens. A model may have several, each valid from a day on.
 *
 * <p>The file is CSV with the columns {@code model,input,cached_input,output,valid_from}; reasoning is billed as output.
 */
public final class PriceBook {
    private static final int MILLION_SCALE = 6;

    private final String version;
    private final List<Price> prices;

    private record Price(String model, BigDecimal input, BigDecimal cachedInput, BigDecimal output, Instant validFrom) {
        CallCost of(TokenUsage usage, CostSource source, String version) {
            BigDecimal prompt = perMillion(input, usage.prompt() - Math.min(usage.cached(), usage.prompt()))
                    .add(perMillion(cachedInput, Math.min(usage.cached(), usage.prompt())));
            BigDecimal completion = perMillion(output, usage.completion());
            return new CallCost(
                    Optional.of(prompt),
                    Optional.of(completion),
                    Optional.of(prompt.add(completion)),
                    source,
                    Optional.of(version));
        }

        private static BigDecimal perMillion(BigDecimal price, long tokens) {
            return price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION_SCALE);
        }
    }

    private PriceBook(String version, List<Price> prices) {
        this.version = version;
        this.prices = prices;
    }

    /** Reads a book; a line that is not valid is an {@link IllegalArgumentException} that names it. */
    static PriceBook read(String version, Reader csv) throws IOException {
        List<Price> prices = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord line : lines) {
                prices.add(price(line));
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("price book: " + e.getMessage(), e);
        }
        prices.sort(Comparator.comparing(Price::validFrom).reversed());
        return new PriceBook(version, prices);
    }

    /** The price of a call at that time; empty when the book does not have the model. */
    Optional<CallCost> cost(String model, TokenUsage usage, CostSource source, Instant at) {
        return prices.stream()
                .filter(price ->
                        price.model().equals(model) && !price.validFrom().isAfter(at))
                .findFirst()
                .map(price -> price.of(usage, source, version));
    }

    private static Price price(NamedCsvRecord line) {
        try {
            return new Price(
                    line.getField("model"),
                    amount(line, "input"),
                    amount(line, "cached_input"),
                    amount(line, "output"),
                    LocalDate.parse(line.getField("valid_from"))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("price book, row " + line.getStartingLineNumber() + " is not valid", e);
        }
    }

    private static BigDecimal amount(NamedCsvRecord line, String column) {
        BigDecimal amount = new BigDecimal(line.getField(column).trim());
        if (amount.signum() < 0) {
            throw new IllegalArgumentException(column + " is negative");
        }
        return amount;
    }
}
