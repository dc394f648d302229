package org.parley.config;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The configuration of this node in figures that can be compared between nodes. */
final class ConfigMetrics {
    private static final int HASH_DIGITS = 8;

    private ConfigMetrics() {}

    static void register(MetricRegistry registry, ConfigCascade cascade, ConfigPoll poll) {
        registry.gauge(
                named("config_epoch", "Snapshots of the configuration that were in force since the start"),
                cascade,
                all -> all.state().epoch());
        registry.gauge(
                named("config_hash", "First 32 bits of the hash of the files in force, the same on nodes that agree"),
                cascade,
                ConfigMetrics::hash);
        registry.gauge(
                named("config_lag_seconds", "For how long the directory has said something else than what is in force"),
                poll,
                all -> all.lag().toSeconds());
        registry.gauge(
                named("config_check_age_seconds", "Since the directory was looked at"),
                poll,
                all -> all.age().toSeconds());
        registry.gauge(
                named("config_refused_agents", "Agents that cannot be served by their configuration"),
                cascade,
                all -> all.state()
                        .snapshot()
                        .map(snapshot -> snapshot.refused().size())
                        .orElse(0));
    }

    private static long hash(ConfigCascade cascade) {
        return cascade.state()
                .snapshot()
                .map(snapshot -> Long.parseLong(snapshot.hash().substring(0, HASH_DIGITS), 16))
                .orElse(0L);
    }

    private static Metadata named(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
