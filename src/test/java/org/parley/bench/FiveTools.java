package org.parley.bench;

import java.time.Duration;
import java.util.List;
import org.parley.run.Rows;

/** A turn with five searches of half a second each, against the slowest of them and the model's own time. */
final class FiveTools implements Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int TURNS = 20;
    private static final String SLOWEST = """
            SELECT max(t.duration_ms) FROM tool_calls t JOIN llm_requests r ON r.id = t.llm_request_id AND r.account_id = t.account_id
            WHERE r.agent_instance_slug = ?""";

    private final LoadGenerator load;
    private final Report report;

    FiveTools(LoadGenerator load, Report report) {
        this.load = load;
        this.report = report;
    }

    @Override
    public void measure(Installation parley) throws InterruptedException {
        Rows rows = parley.rows();
        try (SlowSearches slow = new SlowSearches(rows, Duration.ofMillis(500))) {
            load.run(parley.parley(Workload.FIVE_TOOLS), 1, 3, LIMIT);
            Percentiles model = totals(load.run(parley.direct(Workload.FIVE_TOOLS), 1, TURNS, LIMIT));
            List<StreamTimes> turns = load.run(parley.parley(Workload.FIVE_TOOLS), 1, TURNS, LIMIT);
            double ideal = slow.pause().toMillis() + 2 * model.millis(50);
            report.figure(
                    "5 tools of 500 ms, × ideal",
                    "%.3f (turn %s ms p50 / p95 / p99; ideal %.1f ms; slowest tool %d ms; %d of %d complete)",
                    totals(turns).millis(50) / ideal,
                    totals(turns),
                    ideal,
                    rows.count(SLOWEST, Workload.FIVE_TOOLS.agent()),
                    turns.stream().filter(StreamTimes::isComplete).count(),
                    TURNS);
        }
    }

    private static Percentiles totals(List<StreamTimes> streams) {
        return new Percentiles(streams.stream().mapToLong(StreamTimes::total));
    }
}
