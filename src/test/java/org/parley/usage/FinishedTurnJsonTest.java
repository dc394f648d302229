package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parley.llm.ChatReply;
import org.parley.llm.TokenUsage;

/** What is read from the journal is what was written into it, to the last digit. */
class FinishedTurnJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");
    private static final Payer PAYER = new Payer(UUID.randomUUID(), "acme", UUID.randomUUID(), "alpha", "tester");

    @Test
    void a_turn_with_all_that_there_is_to_know() {
        requireSame(turn(
                Optional.of(new CallOutcome(
                        UUID.randomUUID(),
                        PAYER.accountId(),
                        CallStatus.PARTIAL,
                        ChatReply.begun(Optional.of(NOW), Optional.of("gen-1"), Optional.of("served/model")),
                        Optional.of(new TokenUsage(
                                10,
                                2,
                                3,
                                5,
                                1,
                                Optional.of(new BigDecimal("0.0000000010")),
                                Optional.of(new BigDecimal("0.0000000001")))),
                        new CallCost(
                                Optional.of(new BigDecimal("0.10")),
                                Optional.of(new BigDecimal("1E-9")),
                                Optional.of(new BigDecimal("0.100000001")),
                                Optional.of(new BigDecimal("0.05")),
                                CostSource.PRICE_BOOK,
                                Optional.of("book-1")),
                        Optional.of("provider_cut"),
                        NOW)),
                new RequestOutcome(
                        CompletionStatus.PARTIAL,
                        Optional.of("provider_cut"),
                        Optional.of("partial"),
                        Optional.of(Duration.ofNanos(1_234_567)),
                        NOW),
                "Line\n\"quoted\", \u00e4\u00f6 \ud83d\ude00"));
    }

    @Test
    void a_turn_of_which_little_is_known() {
        requireSame(turn(
                Optional.empty(),
                new RequestOutcome(CompletionStatus.ERROR, Optional.empty(), Optional.empty(), Optional.empty(), NOW),
                ""));
        requireSame(turn(
                Optional.of(new CallOutcome(
                        UUID.randomUUID(),
                        PAYER.accountId(),
                        CallStatus.UNKNOWN,
                        ChatReply.NOTHING,
                        Optional.empty(),
                        CallCost.UNKNOWN,
                        Optional.empty(),
                        NOW)),
                new RequestOutcome(CompletionStatus.TIMEOUT, Optional.empty(), Optional.empty(), Optional.empty(), NOW),
                ""));
    }

    @Test
    void it_is_one_line() {
        FinishedTurn turn = turn(
                Optional.empty(),
                new RequestOutcome(
                        CompletionStatus.COMPLETE, Optional.empty(), Optional.of("stop"), Optional.empty(), NOW),
                "one\r\ntwo\u2028three");
        assertThat(FinishedTurnJson.write(turn)).doesNotContain("\n", "\r");
    }

    private static void requireSame(FinishedTurn turn) {
        assertThat(FinishedTurnJson.read(FinishedTurnJson.write(turn))).isEqualTo(turn);
    }

    private static FinishedTurn turn(Optional<CallOutcome> last, RequestOutcome outcome, String said) {
        return new FinishedTurn(
                UUID.randomUUID(), PAYER, UUID.randomUUID(), UUID.randomUUID(), NOW, last, outcome, said);
    }
}
