package org.parley.usage;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelException;

/** Says what calls cost, by the price book that comes with this build. */
@ApplicationScoped
public class Pricing {
    private static final String VERSION = "2026-11-23";
    private static final String FILE = "/pricing/price-book-" + VERSION + ".csv";

    @Inject
    Clock clock;

    private PriceBook prices;

    @PostConstruct
    void load() {
        try (InputStream file = Pricing.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in this build");
            }
            Reader csv = new InputStreamReader(file, StandardCharsets.UTF_8);
            prices = PriceBook.read(VERSION, csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CallOutcome settled(LlmCall call, ChatReply reply) {
        return CallOutcome.settled(call, reply, prices, clock.instant());
    }

    /** A call whose end was not seen. */
    public CallOutcome abandoned(LlmCall call) {
        return CallOutcome.abandoned(call, clock.instant());
    }

    public CallOutcome failed(LlmCall call, ModelException failure) {
        return CallOutcome.failed(call, failure.partial(), failure.failure(), prices, clock.instant());
    }
}
