package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelFailure;
import org.parley.llm.TokenUsage;

/** What a call's end means for the ledger. */
class CallOutcomeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Set<ModelFailure> REFUSALS = EnumSet.of(
            ModelFailure.CONNECT,
            ModelFailure.UNAUTHORIZED,
            ModelFailure.PAYMENT_REQUIRED,
            ModelFailure.RATE_LIMITED,
            ModelFailure.REFUSED,
            ModelFailure.UNAVAILABLE);
    private static final Payer PAYER = new Payer(UUID.randomUUID(), "a", UUID.randomUUID(), "b", "t");
    private static final LlmCall CALL = new LlmRequest(
                    UUID.randomUUID(), PAYER, UUID.randomUUID(), UUID.randomUUID(), "p", "asked", "h", "node", NOW)
            .firstCall(UUID.randomUUID(), 40, NOW);
    private static final PriceBook PRICES = prices();

    @Test
    void the_providers_own_cost_is_preferred() {
        TokenUsage usage = new TokenUsage(5, 0, 5, 0, Optional.of(new BigDecimal("0.125")));
        CallOutcome outcome = CallOutcome.settled(CALL, reply(Optional.of(usage), "priced"), PRICES, NOW);
        assertThat(outcome.status()).isEqualTo(CallStatus.SETTLED);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.PROVIDER);
        assertThat(outcome.cost().total()).contains(new BigDecimal("0.125"));
    }

    @Test
    void without_it_the_served_models_price_counts_and_not_the_asked_ones() {
        TokenUsage usage = new TokenUsage(1_000_000, 0, 0, 0, Optional.empty());
        CallOutcome outcome = CallOutcome.settled(CALL, reply(Optional.of(usage), "priced"), PRICES, NOW);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.PRICE_BOOK);
        assertThat(outcome.cost().total().orElseThrow()).isEqualByComparingTo("2");
    }

    @Test
    void tokens_that_we_counted_make_an_estimate() {
        CallOutcome outcome = CallOutcome.settled(CALL, reply(Optional.empty(), "priced"), PRICES, NOW);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.ESTIMATE);
        assertThat(outcome.usage().orElseThrow().prompt()).isEqualTo(10);
        assertThat(outcome.usage().orElseThrow().completion()).isEqualTo(2);
    }

    @Test
    void a_model_without_a_price_is_unknown_and_never_zero() {
        CallOutcome outcome = CallOutcome.settled(CALL, reply(Optional.empty(), "unheard-of"), PRICES, NOW);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.UNKNOWN);
        assertThat(outcome.cost().total()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ModelFailure.class)
    void a_call_that_brought_nothing_has_no_cost(ModelFailure failure) {
        CallOutcome outcome = CallOutcome.failed(CALL, ChatReply.NOTHING, failure, PRICES, NOW);
        assertThat(outcome.status()).isEqualTo(REFUSALS.contains(failure) ? CallStatus.FAILED : CallStatus.UNKNOWN);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.UNKNOWN);
        assertThat(outcome.usage()).isEmpty();
        assertThat(outcome.errorType()).contains(failure.errorType());
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelFailure.class,
            names = {"CUT", "TIMEOUT", "CANCELLED", "PROVIDER_ERROR", "PROTOCOL"})
    void a_call_that_broke_off_is_partial_and_estimated(ModelFailure failure) {
        CallOutcome outcome = CallOutcome.failed(CALL, reply(Optional.empty(), "priced"), failure, PRICES, NOW);
        assertThat(outcome.status()).isEqualTo(CallStatus.PARTIAL);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.ESTIMATE);
    }

    @Test
    void a_call_whose_end_nobody_saw_is_unknown() {
        CallOutcome outcome = CallOutcome.abandoned(CALL, NOW);
        assertThat(outcome.status()).isEqualTo(CallStatus.UNKNOWN);
        assertThat(outcome.errorType()).isEmpty();
    }

    @Test
    void an_unknown_cost_has_no_amount_and_a_known_one_has() {
        assertThatThrownBy(() -> cost(Optional.of(BigDecimal.ZERO), CostSource.UNKNOWN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cost(Optional.empty(), CostSource.PROVIDER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CallCost cost(Optional<BigDecimal> total, CostSource source) {
        return new CallCost(Optional.empty(), Optional.empty(), total, Optional.empty(), source, Optional.empty());
    }

    private static ChatReply reply(Optional<TokenUsage> usage, String served) {
        return new ChatReply(
                8, List.of(), Optional.of("stop"), usage, Optional.of(served), Optional.of("g"), Optional.of(NOW));
    }

    private static PriceBook prices() {
        return PriceBook.read(
                "v1",
                "model,input,cached_input,output,valid_from\npriced,2,1,4,2026-01-01\nasked,100,100,100,2026-01-01\n");
    }
}
