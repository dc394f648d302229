package org.parley.it;

import java.util.ArrayList;
import java.util.List;

/** What became of the turns of one fault at one point. */
final class FaultTally {
    private final List<String> violations = new ArrayList<>();
    private int turns;
    private int refused;
    private int calls;
    private int settled;
    private int marked;
    private int recovered;

    void turn(int providerCalls) {
        turns++;
        calls += providerCalls;
    }

    /** A turn that was refused before anything of it was booked. */
    void refused() {
        refused++;
    }

    /** A call that is booked as the provider bills it. */
    void settled() {
        settled++;
    }

    /** A call whose cost is not known for sure, and says so. */
    void marked() {
        marked++;
    }

    /** A turn that was ended in place of a node that could not. */
    void recovered() {
        recovered++;
    }

    /** Something that must not be. */
    void violated(String what) {
        violations.add(what);
    }

    void add(FaultTally other) {
        turns += other.turns;
        refused += other.refused;
        calls += other.calls;
        settled += other.settled;
        marked += other.marked;
        recovered += other.recovered;
        violations.addAll(other.violations);
    }

    List<String> violations() {
        return violations;
    }

    int turns() {
        return turns;
    }

    String row(String fault, String point) {
        long lost = violations.stream()
                .filter(what -> what.startsWith(FaultJudge.LOST))
                .count();
        long doubled = violations.stream()
                .filter(what -> what.startsWith(FaultJudge.DOUBLED))
                .count();
        return "| %s | %s | %d | %d | %d | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        fault,
                        point,
                        turns,
                        refused,
                        calls,
                        settled,
                        marked,
                        recovered,
                        lost,
                        doubled,
                        violations.size() - lost - doubled);
    }

    static String head() {
        return "| fault | point | turns | not begun | provider calls | booked as billed | marked | ended by recovery"
                + " | lost | doubled | other faults |\n|---|---|---|---|---|---|---|---|---|---|---|";
    }
}
