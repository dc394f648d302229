package org.parley.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelFailure;
import org.parley.llm.TokenUsage;

/** Nothing that was used is booked as free because nobody said what it cost. */
class PricingTest {
    private static final String HEADER = "model,input,cached_input,output,valid_from\n";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final LlmCall CALL = new LlmRequest(
                    UUID.randomUUID(),
                    new Payer(UUID.randomUUID(), "acme", UUID.randomUUID(), "alpha", "tester"),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    "p",
                    "parley-offline-1",
                    "h",
                    "node",
                    NOW)
            .firstCall(UUID.randomUUID(), 400, NOW);

    @Test
    void a_cost_of_0_that_the_provider_says_is_a_known_cost() {
        CallOutcome outcome =
                pricing().settled(CALL, reply("x", Optional.of(usage(10, 1, Optional.of(new BigDecimal("0"))))));
        assertThat(outcome.cost().source()).isEqualTo(CostSource.PROVIDER);
        assertThat(outcome.cost().total()).contains(new BigDecimal("0"));
    }

    @Test
    void a_usage_that_counts_nothing_is_not_believed_of_a_reply_that_has_words() {
        CallOutcome outcome =
                pricing().settled(CALL, reply("Four words were said.", Optional.of(usage(0, 0, Optional.empty()))));
        assertThat(outcome.cost().source()).isEqualTo(CostSource.ESTIMATE);
        assertThat(outcome.cost().total().orElseThrow()).isPositive();
        assertThat(outcome.usage().orElseThrow().prompt()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(ModelFailure.class)
    void no_failure_is_ever_booked_as_free(ModelFailure failure) {
        Stream<ChatReply> seen = Stream.of(
                ChatReply.NOTHING,
                reply("", Optional.empty()),
                reply("some words", Optional.empty()),
                reply("some words", Optional.of(usage(5, 5, Optional.empty()))));
        assertThat(seen).allSatisfy(reply -> {
            CallOutcome outcome = CallOutcome.failed(CALL, reply, failure, prices(), NOW);
            assertThat(outcome.status()).isNotEqualTo(CallStatus.SETTLED);
            assertThat(outcome.errorType()).contains(failure.errorType());
            outcome.cost().total().ifPresent(total -> assertThat(total).isPositive());
            assertThat(outcome.cost().total().isEmpty())
                    .isEqualTo(outcome.cost().source() == CostSource.UNKNOWN);
        });
    }

    @Test
    void what_the_provider_said_before_it_broke_off_is_still_preferred() {
        TokenUsage told = usage(10, 5, Optional.of(new BigDecimal("0.0123")));
        CallOutcome outcome = CallOutcome.failed(CALL, reply("w", Optional.of(told)), ModelFailure.CUT, prices(), NOW);
        assertThat(outcome.status()).isEqualTo(CallStatus.PARTIAL);
        assertThat(outcome.cost().source()).isEqualTo(CostSource.PROVIDER);
        assertThat(outcome.cost().total()).contains(new BigDecimal("0.0123"));
        assertThat(outcome.usage()).contains(told);
    }

    @Test
    void a_broken_call_of_a_model_without_a_price_is_unknown_but_its_tokens_are_kept() {
        ChatReply reply = new ChatReply(
                8,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("unheard-of"),
                Optional.empty(),
                Optional.of(NOW));
        CallOutcome outcome = CallOutcome.failed(CALL, reply, ModelFailure.TIMEOUT, prices(), NOW);
        assertThat(outcome.cost()).isEqualTo(CallCost.UNKNOWN);
        assertThat(outcome.usage().orElseThrow().completion()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,0,0.00000015",
        "1,1,0,0.000000075",
        "0,0,1,0.0000006",
        "123456789,23456789,987654321,609.351851775",
        "9007199254740993,0,0,1351079888.21114895"
    })
    void amounts_are_exact_to_the_last_digit(long prompt, long cached, long completion, BigDecimal total) {
        CallCost cost = prices().cost(
                        "priced",
                        new TokenUsage(prompt, cached, completion, 0, Optional.empty()),
                        CostSource.PRICE_BOOK,
                        NOW)
                .orElseThrow();
        assertThat(cost.total().orElseThrow()).isEqualByComparingTo(total);
        assertThat(cost.prompt().orElseThrow().add(cost.completion().orElseThrow()))
                .isEqualByComparingTo(total);
    }

    @Test
    void a_price_holds_from_the_first_second_of_its_day_whatever_the_order_of_the_lines() {
        for (List<String> lines : List.of(
                List.of("m,1,1,1,2026-06-01", "m,2,2,2,2026-07-01"),
                List.of("m,2,2,2,2026-07-01", "m,1,1,1,2026-06-01"))) {
            PriceBook book = PriceBook.read("v", HEADER + String.join("\n", lines));
            assertThat(price(book, "2026-05-31T23:59:59.999Z")).isEmpty();
            assertThat(price(book, "2026-06-01T00:00:00Z")).contains("1.000000");
            assertThat(price(book, "2026-06-30T23:59:59.999Z")).contains("1.000000");
            assertThat(price(book, "2026-07-01T00:00:00Z")).contains("2.000000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"input,model\n1,m\n", "model,input,cached_input,output\nm,1,1,1\n", "model;input\nm;1\n"})
    void a_book_without_its_columns_is_refused(String csv) {
        assertThatThrownBy(() -> PriceBook.read("v", csv))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("price book");
    }

    @ParameterizedTest
    @CsvSource({
        "plain,1000,100,0.0017",
        "cached,1000,100,0.0065",
        "thinking,1000,100,0.0033",
        "unheard-of,1000,100,0.10",
        "plain,0,0,0"
    })
    void at_most_a_call_costs_a_token_a_character_and_its_whole_reply_at_the_dearest_price(
            String model, int characters, int maxTokens, BigDecimal most) {
        PriceBook book = PriceBook.read("v", """
                model,input,cached_input,cache_write,output,reasoning,valid_from
                plain,1,0.1,,7,,2026-01-01
                cached,1,0.1,5,15,,2026-01-01
                thinking,1,,,7,23,2026-01-01
                """);
        Pricing pricing = new Pricing(new Prices(book, new BigDecimal("0.10")), Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(pricing.atMost(model, characters, maxTokens)).isEqualByComparingTo(most);
    }

    @Test
    void sources_and_statuses_have_the_words_of_the_schema() {
        assertThat(Arrays.stream(CostSource.values()).map(CostSource::word))
                .containsExactly("provider", "price_book", "estimate", "unknown");
        assertThat(Arrays.stream(CostSource.values()).map(CostSource::word).map(CostSource::of))
                .containsExactly(CostSource.values());
        assertThat(Arrays.stream(CallStatus.values()).map(CallStatus::word))
                .containsExactly("settled", "partial", "failed", "unknown");
        assertThat(Arrays.stream(CompletionStatus.values()).map(CompletionStatus::word))
                .containsExactly("complete", "partial", "error", "timeout", "cancelled", "limit", "interrupted");
    }

    private static Optional<String> price(PriceBook book, String at) {
        return book.cost(
                        "m",
                        new TokenUsage(1_000_000, 0, 0, 0, Optional.empty()),
                        CostSource.PRICE_BOOK,
                        Instant.parse(at))
                .flatMap(CallCost::prompt)
                .map(BigDecimal::toPlainString);
    }

    private static TokenUsage usage(long prompt, long completion, Optional<BigDecimal> cost) {
        return new TokenUsage(prompt, 0, completion, 0, cost);
    }

    private static ChatReply reply(String text, Optional<TokenUsage> usage) {
        return new ChatReply(
                text.length(),
                List.of(),
                Optional.empty(),
                usage,
                Optional.empty(),
                Optional.of("g"),
                Optional.of(NOW));
    }

    private static PriceBook prices() {
        return PriceBook.read(
                "v1", HEADER + "parley-offline-1,0.15,0.075,0.60,2026-01-01\npriced,0.15,0.075,0.60,2026-01-01\n");
    }

    private static Pricing pricing() {
        return new Pricing(new Prices(prices(), new BigDecimal("0.10")), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
