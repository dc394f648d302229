package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.parley.platform.DurationMetric;

/** What the ledger does to survive: checkpoints, recovery, journal. */
@ApplicationScoped
public class LedgerMetrics {
    private static final Metadata CHECKPOINTS = DurationMetric.named(
            "ledger_checkpoint", "Duration of the statement that writes down all running requests");
    private static final Metadata CHECKPOINTED =
            metadata("ledger_checkpointed_requests", "Requests that were running when it was written");
    private static final Metadata RECOVERED =
            metadata("ledger_recovered_requests", "Requests of nodes that are gone, ended by this one");

    private static final Metadata KEPT =
            metadata("ledger_journal_kept", "Turns that the database could not take when they ended");
    private static final Metadata JOURNAL = metadata("ledger_journal_length", "Turns that wait for the database");
    private static final Metadata UNSETTLED = metadata(
            "ledger_unsettled_calls",
            "Calls of all nodes that are open or unknown, by the time since they were claimed");

    @Inject
    MetricRegistry registry;

    /** One statement that writes down so many requests. */
    public <T> T checkpoint(int requests, Supplier<T> statement) {
        registry.counter(CHECKPOINTED).inc(requests);
        Timer.Context time = registry.timer(CHECKPOINTS).time();
        try {
            return statement.get();
        } finally {
            time.stop();
        }
    }

    /** One request that was ended in the place of its node. */
    public void recovered() {
        registry.counter(RECOVERED).inc();
    }

    /** One turn that the database could not take. */
    void kept() {
        registry.counter(KEPT).inc();
    }

    /** Turns that wait in the journal. */
    void journal(IntSupplier length) {
        registry.gauge(JOURNAL, length, IntSupplier::getAsInt);
    }

    /** Calls of which it is not known what they cost, by the time since they were claimed. */
    void unsettled(String age, LongSupplier calls) {
        registry.gauge(UNSETTLED, calls, LongSupplier::getAsLong, new Tag("age", age));
    }

    private static Metadata metadata(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
