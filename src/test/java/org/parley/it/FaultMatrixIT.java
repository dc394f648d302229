package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault, or those of {@code faults.chosen}, at every point of a turn, some times each. */
@Timeout(900)
class FaultMatrixIT {
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 3);
    private static final int AT_EACH_POINT = 2;
    private static final int ANYWHERE = 8;
    private static final Set<String> CHOSEN =
            Set.of(System.getProperty("faults.chosen", "").split(",", -1));
    private static FaultMatrix matrix;

    @BeforeAll
    static void start() throws InterruptedException {
        matrix = new FaultMatrix(Long.getLong("faults.seed", System.nanoTime()));
    }

    @AfterAll
    static void stop() throws IOException {
        matrix.report("fault-matrix.md");
        matrix.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void no_call_is_lost_or_booked_twice_and_each_is_booked_as_billed_or_marked(Fault fault)
            throws InterruptedException, SQLException {
        assumeTrue(CHOSEN.contains("") || CHOSEN.contains(fault.word()));
        for (int round = 0; round < ROUNDS; round++) {
            matrix.round(fault, AT_EACH_POINT, ANYWHERE);
        }

        assertThat(matrix.tallies(fault))
                .hasSize(FaultPoint.values().length)
                .allSatisfy(tally -> assertThat(tally.violations()).isEmpty())
                .allSatisfy(tally -> assertThat(tally.turns()).isGreaterThanOrEqualTo(ROUNDS * AT_EACH_POINT));
        assertThat(matrix.audit()).isEmpty();
    }
}
