package org.parley.platform;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricUnits;

/** Describes a timer. Without a unit some servers tell durations in nanoseconds, under a name that does not say so. */
public final class DurationMetric {
    private DurationMetric() {}

    /** Of a metric whose name ends in {@code _seconds} for those who read it. */
    public static Metadata named(String name, String description) {
        return Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(MetricUnits.SECONDS)
                .build();
    }
}
