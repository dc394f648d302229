package org.parley.usage;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.parley.llm.TokenUsage;

/** What a model costs from a day on, in USD per million tokens. */
record ModelPrice(
        String model,
        BigDecimal input,
        BigDecimal cachedInput,
        BigDecimal cacheWrite,
        BigDecimal output,
        BigDecimal reasoning,
        Instant validFrom) {
    private static final int MILLION_SCALE = 6;

    /** Reads a line of a price book. */
    static ModelPrice read(NamedCsvRecord line) {
        try {
            String model = line.getField("model").trim();
            if (model.isEmpty()) {
                throw new IllegalArgumentException("no model");
            }
            BigDecimal input = amount(line.getField("input"));
            BigDecimal output = amount(line.getField("output"));
            return new ModelPrice(
                    model,
                    input,
                    optional(line, "cached_input").orElse(input),
                    optional(line, "cache_write").orElse(input),
                    output,
                    optional(line, "reasoning").orElse(output),
                    LocalDate.parse(line.getField("valid_from").trim())
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("price book, row " + line.getStartingLineNumber() + " is not valid", e);
        }
    }

    boolean isOf(String asked, Instant at) {
        return model.equals(asked) && !validFrom.isAfter(at);
    }

    CallCost of(TokenUsage usage, CostSource source, String version) {
        BigDecimal prompt = perMillion(input, usage.prompt() - usage.cached() - usage.cacheWritten())
                .add(perMillion(cachedInput, usage.cached()))
                .add(perMillion(cacheWrite, usage.cacheWritten()));
        BigDecimal completion = perMillion(output, usage.completion() - usage.reasoning())
                .add(perMillion(reasoning, usage.reasoning()));
        return CallCost.byPrice(prompt, completion, source, version);
    }

    private static BigDecimal perMillion(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION_SCALE);
    }

    private static Optional<BigDecimal> optional(NamedCsvRecord line, String column) {
        return line.findField(column).filter(text -> !text.isBlank()).map(ModelPrice::amount);
    }

    private static BigDecimal amount(String text) {
        BigDecimal amount = new BigDecimal(text.trim());
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a price is negative");
        }
        return amount;
    }
}
