package org.parley.it;

import java.io.IOException;
import java.sql.SQLException;

/** Faults in any order for thousands of turns; fails when one of them was not booked as it must be. */
public final class FaultSoak {
    private static final int AT_EACH_POINT = 3;

    private FaultSoak() {}

    public static void main(String[] arguments) throws InterruptedException, SQLException, IOException {
        try (FaultMatrix matrix = new FaultMatrix(number("SOAK_SEED", System.nanoTime()))) {
            long rounds = number("SOAK_ROUNDS", 40);
            for (int round = 0; round < rounds; round++) {
                matrix.round(matrix.anyFault(), AT_EACH_POINT, (int) number("SOAK_ANYWHERE", 60));
            }
            matrix.report("fault-soak.md");
            if (matrix.hasViolations()) {
                throw new IllegalStateException("the ledger is not what the provider delivered; see the report");
            }
        }
    }

    private static long number(String variable, long otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : Long.parseLong(value.trim());
    }
}
