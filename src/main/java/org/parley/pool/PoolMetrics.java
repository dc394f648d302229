package org.parley.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The figures of the pool as gauges {@code db_pool_*}. */
@ApplicationScoped
class PoolMetrics {
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "size", "Connections that are open",
            "capacity", "Most connections that the server opens",
            "checked_out", "Connections at work",
            "checked_in", "Open connections that nobody has",
            "overflow", "Open connections above the number that is kept",
            "waiting", "Callers that wait for a connection",
            "max_used", "Most connections seen at work at once since the start",
            "timeouts", "Callers that waited for a connection in vain since the start",
            "waits", "Callers that had to wait for a connection since the start",
            "wait_ms", "How long these waited, all together, in milliseconds");

    @Inject
    MetricRegistry registry;

    /** Those that the server tells. */
    void publish(Supplier<PoolStatus> pool) {
        pool.get()
                .figures()
                .keySet()
                .forEach(figure -> registry.gauge(
                        Metadata.builder()
                                .withName("db_pool_" + figure)
                                .withDescription(DESCRIPTIONS.get(figure))
                                .build(),
                        pool,
                        status -> status.get().figures().get(figure)));
    }
}
