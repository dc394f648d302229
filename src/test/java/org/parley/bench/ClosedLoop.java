package org.parley.bench;

import java.time.Duration;
import java.util.List;

/** Chats with two searches and twenty words, one after another without a pause: what a chat costs the server. */
final class ClosedLoop implements Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final LoadGenerator load;
    private final Report report;

    ClosedLoop(LoadGenerator load, Report report) {
        this.load = load;
        this.report = report;
    }

    @Override
    public void measure(Installation parley) throws InterruptedException {
        int clients = Settings.number("BENCH_CLIENTS", 16);
        int chats = Settings.number("BENCH_CHATS", 4000);
        ServerProcess server = parley.server();
        Duration cpuBefore = server.cpu();
        Duration compilersBefore = server.compilerCpu();
        long begun = System.nanoTime();
        List<StreamTimes> streams = load.run(parley.parley(Workload.TWO_TOOLS), clients, chats, LIMIT);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpuSeconds = server.cpu().minus(cpuBefore).toNanos() / 1e9;
        double compilerSeconds = server.compilerCpu().minus(compilersBefore).toNanos() / 1e9;
        long complete = streams.stream().filter(StreamTimes::isComplete).count();
        report.figure(
                "2 tools + 20 words, no delays, " + clients + " clients: chats per second of the server's CPU",
                "%.0f (%.2f ms of CPU a chat, %.2f of it JIT compilers)",
                complete / cpuSeconds,
                1000 * cpuSeconds / complete,
                1000 * compilerSeconds / complete);
        report.figure(
                "the same: chats per second",
                "%.0f (a chat %s ms p50 / p95 / p99; %d of %d complete)",
                complete / seconds,
                new Percentiles(streams.stream().mapToLong(StreamTimes::total)),
                complete,
                chats);
    }
}
