package org.parley.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.run.ServerProduct;

/** Measures the product: all figures in one run, or those that {@code BENCH} names. */
public final class Bench {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int WARM_UP_CLIENTS = 16;

    private final Installation parley;
    private final LoadGenerator load;
    private final Report report;
    private final int warmUpChats;

    private Bench(Installation parley, LoadGenerator load, Report report) {
        this.parley = parley;
        this.load = load;
        this.report = report;
        this.warmUpChats = Settings.number("BENCH_WARM_UP", 10_000);
    }

    public static void main(String[] arguments) throws Exception {
        Report report = new Report();
        Map<String, String> server = new LinkedHashMap<>();
        server.put("THREADS_RUNS", "1100");
        server.put("JVM_ARGS", Settings.text("BENCH_SERVER_JVM", ""));
        report.note("Starting PostgreSQL and %s ...", ServerProduct.chosen().title());
        try (Installation parley = new Installation(server);
                LoadGenerator load = new LoadGenerator()) {
            String surroundings = parley.surroundings();
            new Bench(parley, load, report).run();
            report.table(surroundings);
        }
    }

    private void run() throws Exception {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("first-word", new FirstWord(load, report));
        all.put("five-tools", new FiveTools(load, report));
        all.put("closed-loop", new ClosedLoop(load, report));
        all.put("streams", new ManyStreams(load, report));
        all.put("limits", new Limits(load, report));
        all.put("held-streams", new HeldStreams(load, report));
        List<String> chosen =
                List.of(Settings.text("BENCH", String.join(" ", all.keySet())).split(" ", -1));
        warmUp();
        for (String name : chosen) {
            Measurement measurement = all.get(name);
            if (measurement == null) {
                throw new IllegalArgumentException("BENCH may have " + all.keySet() + ", not " + name);
            }
            report.note("%s ...", name);
            measurement.measure(parley);
        }
    }

    /** Has both sides compile what they run, and the pool and the caches fill. */
    private void warmUp() throws InterruptedException {
        report.note("warming up with %d chats ...", warmUpChats);
        load.run(parley.direct(Workload.TWO_TOOLS), WARM_UP_CLIENTS, warmUpChats, LIMIT);
        load.run(parley.parley(Workload.TWO_TOOLS), WARM_UP_CLIENTS, warmUpChats, LIMIT);
        load.run(parley.parley(Workload.TWENTY_WORDS), 100, warmUpChats / 4, LIMIT);
    }
}
