package org.parley.console;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Snapshot;

/** Metrics of MicroProfile as those of Prometheus, with the names that MicroProfile Metrics 5.1 prescribes for them. */
final class MetricText {
    private static final Logger LOG = Logger.getLogger(MetricText.class.getName());
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private MetricText() {}

    static MetricSnapshots of(Collection<MetricRegistry> registries) {
        Map<String, MetricSnapshot> byName = new TreeMap<>(); // servers have some in two registries: one is told
        for (MetricRegistry registry : registries) {
            Stream.of(counters(registry), gauges(registry), histograms(registry), timers(registry))
                    .flatMap(Function.identity())
                    .forEach(snapshot ->
                            byName.putIfAbsent(snapshot.getMetadata().getPrometheusName(), snapshot));
        }
        return new MetricSnapshots(byName.values());
    }

    private static Stream<MetricSnapshot> counters(MetricRegistry registry) {
        return each(
                registry,
                registry.getCounters(),
                (counter, labels) -> new CounterDataPointSnapshot((double) counter.getCount(), labels, null, 0),
                CounterSnapshot::new);
    }

    private static Stream<MetricSnapshot> gauges(MetricRegistry registry) {
        return each(
                registry,
                registry.getGauges(),
                (gauge, labels) -> new GaugeDataPointSnapshot(gauge.getValue().doubleValue(), labels, null),
                GaugeSnapshot::new);
    }

    private static Stream<MetricSnapshot> histograms(MetricRegistry registry) {
        return each(
                registry,
                registry.getHistograms(),
                (histogram, labels) ->
                        summary(histogram.getCount(), (double) histogram.getSum(), histogram.getSnapshot(), 1, labels),
                SummarySnapshot::new);
    }

    /** Their snapshots are in nanoseconds. */
    private static Stream<MetricSnapshot> timers(MetricRegistry registry) {
        return each(
                registry,
                registry.getTimers(),
                (timer, labels) -> summary(
                        timer.getCount(),
                        (double) timer.getElapsedTime().toNanos() / NANOS,
                        timer.getSnapshot(),
                        NANOS,
                        labels),
                SummarySnapshot::new);
    }

    private static SummaryDataPointSnapshot summary(
            long count, double sum, Snapshot snapshot, long unit, Labels labels) {
        List<Quantile> quantiles = Arrays.stream(snapshot.percentileValues())
                .map(value -> new Quantile(value.getPercentile(), value.getValue() / unit))
                .toList();
        return new SummaryDataPointSnapshot(count, sum, Quantiles.of(quantiles), labels, null, 0);
    }

    /** One for each name; its points are told apart by their labels. */
    private static <M extends Metric, P> Stream<MetricSnapshot> each(
            MetricRegistry registry,
            Map<MetricID, M> metrics,
            BiFunction<M, Labels, P> point,
            BiFunction<MetricMetadata, Collection<P>, ? extends MetricSnapshot> snapshot) {
        Map<String, List<MetricID>> byName =
                metrics.keySet().stream().collect(Collectors.groupingBy(MetricID::getName));
        return byName.entrySet().stream().flatMap(entry -> {
            List<P> points = entry.getValue().stream()
                    .flatMap(id -> read(id, () -> point.apply(metrics.get(id), labels(id))).stream())
                    .toList();
            return points.isEmpty()
                    ? Stream.empty()
                    : Stream.of(snapshot.apply(metadata(registry.getMetadata(entry.getKey())), points));
        });
    }

    /** Empty when there is no figure now: some gauges of servers fail then. */
    private static <P> Optional<P> read(MetricID id, Supplier<P> figure) {
        try {
            return Optional.of(figure.get());
        } catch (RuntimeException e) { // whatever it is: the others are told
            LOG.log(Level.FINE, e, () -> "no figure of " + id.getName());
            return Optional.empty();
        }
    }

    private static MetricMetadata metadata(Metadata metric) {
        String name = PrometheusNaming.sanitizeMetricName(metric.getName());
        String unit = metric.unit()
                .filter(told -> !told.equals(MetricUnits.NONE))
                .map(told -> "_" + told)
                .filter(ending -> !name.endsWith(ending))
                .orElse("");
        return new MetricMetadata(name + unit, metric.description().orElse(null));
    }

    private static Labels labels(MetricID id) {
        return Labels.of(
                List.copyOf(id.getTags().keySet()), List.copyOf(id.getTags().values()));
    }
}
