package org.parley.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Many streams at once: whether all come whole and in time, and what a word costs the server. */
final class ManyStreams implements Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ROUNDS = 3;
    private static final int THOUSAND = 1000;

    private final LoadGenerator load;
    private final Report report;

    ManyStreams(LoadGenerator load, Report report) {
        this.load = load;
        this.report = report;
    }

    @Override
    public void measure(Installation parley) throws InterruptedException, SQLException {
        paced(parley.direct(Workload.FIFTY_WORDS), 200, "the provider alone");
        load.run(parley.parley(Workload.FIFTY_WORDS), 200, 400, LIMIT);
        paced(parley.parley(Workload.FIFTY_WORDS), 200, "Parley");
        load.run(parley.parley(Workload.FIFTY_WORDS), THOUSAND, THOUSAND, LIMIT);
        cost(parley);
    }

    private List<StreamTimes> paced(Target target, int atOnce, String who) throws InterruptedException {
        List<StreamTimes> streams = rounds(target, atOnce);
        String what = atOnce + " streams of 50 words at 20 ms, " + who + ": ";
        report.figure(
                what + "total, ideal 980 ms",
                "%s ms p50 / p95 / p99 (from first to last word %s ms)",
                new Percentiles(streams.stream().mapToLong(StreamTimes::total)),
                new Percentiles(
                        streams.stream().filter(StreamTimes::isComplete).mapToLong(StreamTimes::fromFirstToLastWord)));
        report.figure(
                what + "added gap between words",
                "%s ms p50 / p95 / p99; %d of %d complete",
                new Percentiles(addedGaps(streams)),
                streams.stream().filter(StreamTimes::isComplete).count(),
                ROUNDS * atOnce);
        return streams;
    }

    private void cost(Installation parley) throws InterruptedException, SQLException {
        ServerProcess server = parley.server();
        Duration before = server.cpu();
        try (Sampler sampler = new Sampler(parley.database(), server)) {
            long begun = System.nanoTime();
            List<StreamTimes> streams = paced(parley.parley(Workload.FIFTY_WORDS), THOUSAND, "Parley");
            double micros = server.cpu().minus(before).toNanos() / 1e3;
            long words =
                    streams.stream().mapToLong(stream -> stream.wordCount()).sum();
            report.figure(
                    "1,000 streams: the server's CPU a word, opening and ending the turns included",
                    "%.1f µs",
                    micros / words);
            report.figure(
                    "1,000 streams: connections in use from the first turn's opening to the last one's end",
                    "%s",
                    Sampler.summary(sampler.between(begun, System.nanoTime())));
        }
    }

    private List<StreamTimes> rounds(Target target, int atOnce) throws InterruptedException {
        List<StreamTimes> streams = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            streams.addAll(load.run(target, atOnce, atOnce, LIMIT));
        }
        return streams;
    }

    private static LongStream addedGaps(List<StreamTimes> streams) {
        long pace = Workload.FIFTY_WORDS.pace().toNanos();
        return streams.stream().flatMapToLong(stream -> stream.addedGaps(pace));
    }
}
