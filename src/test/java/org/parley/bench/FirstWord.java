package org.parley.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much later the first word comes through the product than from the provider itself; both in turn, within seconds. */
final class FirstWord implements Measurement {
    private static final int ROUNDS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final LoadGenerator load;
    private final Report report;

    FirstWord(LoadGenerator load, Report report) {
        this.load = load;
        this.report = report;
    }

    @Override
    public void measure(Installation parley) throws InterruptedException {
        added(parley, 1, Settings.number("BENCH_SAMPLES", 100));
        added(parley, 50, 10 * Settings.number("BENCH_SAMPLES", 100));
    }

    private void added(Installation parley, int clients, int samples) throws InterruptedException {
        List<StreamTimes> direct = new ArrayList<>();
        List<StreamTimes> through = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            direct.addAll(load.run(parley.direct(Workload.TWENTY_WORDS), clients, samples / ROUNDS, LIMIT));
            through.addAll(load.run(parley.parley(Workload.TWENTY_WORDS), clients, samples / ROUNDS, LIMIT));
        }
        Percentiles without = firstWords(direct);
        Percentiles with = firstWords(through);
        report.figure(
                "added time to first word, " + clients + (clients == 1 ? " client" : " clients") + ", p50",
                "%.1f ms (provider %s, Parley %s ms p50 / p95 / p99; %d of %d streams complete)",
                with.millis(50) - without.millis(50),
                without,
                with,
                through.stream().filter(StreamTimes::isComplete).count(),
                samples);
    }

    private static Percentiles firstWords(List<StreamTimes> streams) {
        return new Percentiles(streams.stream().filter(StreamTimes::isComplete).mapToLong(StreamTimes::toFirstWord));
    }
}
