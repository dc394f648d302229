package org.parley.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.parley.bench.Installation;
import org.parley.bench.LoadGenerator;
import org.parley.bench.Percentiles;
import org.parley.bench.Report;
import org.parley.bench.Sampler;
import org.parley.bench.ServerProcess;
import org.parley.bench.Settings;
import org.parley.bench.StreamTimes;
import org.parley.bench.Workload;
import org.parley.run.ServerProduct;

/** Puts clients that never read beside one that does, and tells what it and the server notice of them. */
public final class Load {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
    private static final String ENDINGS = """
            SELECT completion_status || coalesce(' (' || error_type || ')', '') AS ending, count(*) AS turns,
                   coalesce(max(latency_ms), 0) AS ms
            FROM llm_requests WHERE agent_instance_slug = ? GROUP BY 1 ORDER BY 1""";
    private static final String OPEN =
            "SELECT count(*) FROM llm_requests WHERE agent_instance_slug = ? AND completion_status = 'in_progress'";

    private final Installation parley;
    private final LoadGenerator load;
    private final Report report;
    private final int stalled = Settings.number("LOAD_CLIENTS", 200);
    private final int streams = Settings.number("LOAD_STREAMS", 20);

    private Load(Installation parley, LoadGenerator load, Report report) {
        this.parley = parley;
        this.load = load;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        Report report = new Report();
        report.note("Starting PostgreSQL and %s ...", ServerProduct.chosen().title());
        try (Installation parley = new Installation(Map.of());
                LoadGenerator load = new LoadGenerator()) {
            String surroundings = parley.surroundings();
            new Load(parley, load, report).run();
            report.table(surroundings);
        }
    }

    private void run() throws Exception {
        report.note("warming up ...");
        load.run(parley.parley(Workload.TWO_TOOLS), 16, 1000, LIMIT);
        read("one client alone");
        ServerProcess server = parley.server();
        report.figure(
                "before", "live heap %d MB, resident %d MB", server.liveHeapKb() >> 10, server.residentKb() >> 10);
        long begun = System.nanoTime();
        try (Sampler sampler = new Sampler(parley.database(), server);
                StalledClients clients = new StalledClients(parley.parley(Workload.LONG_ANSWER), stalled)) {
            read("the same beside " + clients.count() + " that ask for 1 MB and never read");
            report.figure(
                    "beside them",
                    "live heap %d MB, resident %d MB at most",
                    server.liveHeapKb() >> 10,
                    sampler.between(begun, System.nanoTime()).stream()
                                    .mapToLong(Sampler.Sample::residentKb)
                                    .max()
                                    .orElse(0)
                            >> 10);
            awaitEndings(begun);
        }
        report.figure("after they hung up", "%s", endings());
        report.figure("after", "live heap %d MB, resident %d MB", server.liveHeapKb() >> 10, server.residentKb() >> 10);
    }

    private void read(String who) throws InterruptedException {
        List<StreamTimes> times = load.run(parley.parley(Workload.FIFTY_WORDS), 1, streams, LIMIT);
        long pace = Workload.FIFTY_WORDS.pace().toNanos();
        report.figure(
                "50 words at 20 ms, " + who + ": added gap between words",
                "%s ms p50 / p95 / p99; %s",
                new Percentiles(times.stream().flatMapToLong(stream -> stream.addedGaps(pace))),
                times.stream().collect(Collectors.groupingBy(StreamTimes::outcome, Collectors.counting())));
    }

    /** Gives the server time to be rid of them by itself. */
    private void awaitEndings(long begun) throws InterruptedException {
        while (parley.rows().count(OPEN, Workload.LONG_ANSWER.agent()) > 0 && System.nanoTime() - begun < PATIENCE) {
            TimeUnit.SECONDS.sleep(1);
        }
        report.figure(
                "their turns, " + (System.nanoTime() - begun) / 1_000_000_000 + " s after they asked", "%s", endings());
    }

    private Map<String, String> endings() {
        Map<String, String> endings = new LinkedHashMap<>();
        parley.rows()
                .all(ENDINGS, Workload.LONG_ANSWER.agent())
                .forEach(row -> endings.put(
                        String.valueOf(row.get("ending")),
                        row.get("turns") + ", the last after " + row.get("ms") + " ms"));
        return endings;
    }
}
