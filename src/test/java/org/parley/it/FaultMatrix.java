package org.parley.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rounds of faults on one server, and what became of their turns. */
final class FaultMatrix implements AutoCloseable {
    private final Cluster cluster = new Cluster();
    private final FaultJudge judge = new FaultJudge(cluster.provider(), cluster.sql());
    private final Map<Fault, Map<FaultPoint, FaultTally>> tallies = new LinkedHashMap<>();
    private final SplittableRandom random;
    private final long seed;
    private int rounds;

    FaultMatrix(long seed) throws InterruptedException {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        cluster.node(Fault.NODE).start();
    }

    /**
     * Has the fault strike once.
     *
     * @param atEach turns at each point
     * @param anywhere turns beside them that wait for nothing
     */
    void round(Fault fault, int atEach, int anywhere) throws InterruptedException, SQLException {
        String name = fault.word() + "-" + ++rounds;
        Map<FaultPoint, FaultTally> ofFault = tallies.computeIfAbsent(fault, it -> new LinkedHashMap<>());
        for (FaultTurn turn : new FaultRound(cluster, fault, random).run(name, atEach, anywhere)) {
            ofFault.computeIfAbsent(turn.point(), point -> new FaultTally()).add(judge.judge(turn));
        }
    }

    Fault anyFault() {
        List<Fault> faults = List.of(Fault.values());
        return faults.get(random.nextInt(faults.size()));
    }

    Collection<FaultTally> tallies(Fault fault) {
        return tallies.getOrDefault(fault, Map.of()).values();
    }

    boolean hasViolations() {
        return !audit().isEmpty()
                || tallies.values().stream()
                        .flatMap(points -> points.values().stream())
                        .anyMatch(tally -> !tally.violations().isEmpty());
    }

    /** What breaks the ledger's own rules. */
    List<Map<String, Object>> audit() {
        return cluster.sql().rows("SELECT * FROM ledger_audit");
    }

    /** Prints a table, and keeps it as a file of the build. */
    void report(String file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(FaultTally.head()));
        FaultTally sum = new FaultTally();
        tallies.forEach((fault, points) -> points.forEach((point, tally) -> {
            lines.add(tally.row(fault.word(), point.word()));
            sum.add(tally);
        }));
        lines.add(sum.row("all", "all"));
        lines.add("");
        lines.add("%d rounds, seed %d, %d requests that break a rule of the ledger"
                .formatted(rounds, seed, audit().size()));
        sum.violations().forEach(lines::add);
        lines.forEach(System.out::println);
        Files.write(Path.of("target").resolve(file), lines);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
