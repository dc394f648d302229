package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.parley.platform.ProblemException;

class RunningTurnsTest {
    private final RunningTurns turns = new RunningTurns();

    @Test
    void a_node_that_ends_refuses_turns() {
        turns.requireOpen();
        assertThat(turns.close()).isZero();

        assertThatThrownBy(turns::requireOpen).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(503);
            assertThat(refused.problem().type()).isEqualTo("/problems/shutting-down");
        });
        assertThat(turns.close()).as("it ends once").isNegative();
    }
}
