package org.parley.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Streams that last for seconds, so that all are in mid-stream at once: what an open stream holds of memory and connections. */
final class HeldStreams implements Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration TO_HEAP_PROBE = Duration.ofSeconds(6);
    private static final int THOUSAND = 1000;

    private final LoadGenerator load;
    private final Report report;

    HeldStreams(LoadGenerator load, Report report) {
        this.load = load;
        this.report = report;
    }

    @Override
    public void measure(Installation parley) throws InterruptedException, SQLException {
        ServerProcess server = parley.server();
        load.run(parley.parley(Workload.FIFTY_WORDS), THOUSAND, THOUSAND, LIMIT);
        long idleHeap = server.liveHeapKb();
        long idleResident = server.residentKb();
        try (Sampler sampler = new Sampler(parley.database(), server)) {
            HeapProbe probe = new HeapProbe(server, TO_HEAP_PROBE);
            Checkpointing checkpointing = new Checkpointing(parley);
            List<StreamTimes> streams = load.run(parley.parley(Workload.HELD_OPEN), THOUSAND, THOUSAND, LIMIT);
            Overlap overlap = new Overlap(streams);
            report.figure(
                    "1,000 streams of 50 words at 200 ms",
                    "%d complete within %d s, %d at once",
                    streams.stream().filter(StreamTimes::isComplete).count(),
                    LIMIT.toSeconds(),
                    overlap.countAt(overlap.peakAt()));
            report.figure("checkpoints of them", "%s", checkpointing.summary());
            heap(probe.seen(), idleHeap, overlap);
            peak(sampler, idleResident, overlap);
        }
        report.figure(
                "after them",
                "live heap %d MB (before %d MB), resident %d MB (before %d MB)",
                server.liveHeapKb() >> 10,
                idleHeap >> 10,
                server.residentKb() >> 10,
                idleResident >> 10);
    }

    private void heap(HeapProbe.Seen seen, long idleKb, Overlap overlap) {
        perStream("live heap", seen.liveKb() - idleKb, overlap.countAt(seen.at()));
    }

    private void peak(Sampler sampler, long idleKb, Overlap overlap) {
        long from = overlap.peakAt();
        long to = overlap.firstEndAfter(from);
        List<Sampler.Sample> samples = sampler.between(from, to);
        long residentKb =
                samples.stream().mapToLong(Sampler.Sample::residentKb).max().orElse(idleKb);
        perStream("resident memory", residentKb - idleKb, overlap.countAt(from));
        report.figure(
                "connections while all stream (" + (to - from) / 1_000_000 + " ms)", "%s", Sampler.summary(samples));
    }

    private void perStream(String memory, long addedKb, long open) {
        String figure = open == 0 ? "none was open" : addedKb / open + " KB (" + open + " streams open)";
        report.figure(memory + " of an open stream above idle", "%s", figure);
    }
}
