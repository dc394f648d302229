package org.parley.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What limits that nobody reaches cost a turn: without, with those on requests and turns at once, and with tokens too. */
final class Limits implements Measurement {
    private static final int ROUNDS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<Workload> KINDS = List.of(Workload.UNLIMITED, Workload.COUNTED, Workload.COUNTED_TOKENS);

    private final LoadGenerator load;
    private final Report report;

    Limits(LoadGenerator load, Report report) {
        this.load = load;
        this.report = report;
    }

    @Override
    public void measure(Installation parley) throws InterruptedException {
        measure(parley, 1, Settings.number("BENCH_SAMPLES", 100));
        measure(parley, 16, 10 * Settings.number("BENCH_SAMPLES", 100));
    }

    private void measure(Installation parley, int clients, int samples) throws InterruptedException {
        Map<Workload, List<StreamTimes>> streams = new EnumMap<>(Workload.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Workload kind : KINDS) {
                streams.computeIfAbsent(kind, first -> new ArrayList<>())
                        .addAll(load.run(parley.parley(kind), clients, samples / ROUNDS, LIMIT));
            }
        }
        double without = turns(streams, Workload.UNLIMITED).millis(50);
        double counted = turns(streams, Workload.COUNTED).millis(50);
        double tokens = turns(streams, Workload.COUNTED_TOKENS).millis(50);
        report.figure(
                "a turn with limits over one without, " + clients + (clients == 1 ? " client" : " clients") + ", p50",
                "%.2f requests and turns at once, %.2f and tokens of the hour (%.1f, %.1f, %.1f ms)",
                counted / without,
                tokens / without,
                without,
                counted,
                tokens);
    }

    private static Percentiles turns(Map<Workload, List<StreamTimes>> streams, Workload kind) {
        return new Percentiles(streams.getOrDefault(kind, List.of()).stream()
                .filter(StreamTimes::isComplete)
                .mapToLong(StreamTimes::total));
    }
}
