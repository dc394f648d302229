package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.agent.AgentSettings;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelException;
import org.parley.llm.ModelFailure;

/** A model that failed before it said anything is asked again, then the next one; one that said something never. */
class AttemptsTest {
    private static final Duration TIME_LEFT = Duration.ofMinutes(1);
    private static final Duration MAX_WAIT = Duration.ofSeconds(4);

    private final Attempts attempts = attempts(2, "m-2", "m-3");

    @Test
    void a_passing_failure_is_tried_again_and_then_the_next_models_in_order() {
        assertThat(models(ModelFailure.UNAVAILABLE, 9))
                .containsExactly("m-1", "m-1", "m-2", "m-2", "m-2", "m-3", "m-3", "m-3");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "RATE_LIMITED", "UNAVAILABLE", "TIMEOUT", "CUT"})
    void these_failures_may_pass(ModelFailure failure) {
        assertThat(attempts.after(silent(failure), TIME_LEFT))
                .map(Attempts.Next::model)
                .contains("m-1");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "PROVIDER_ERROR"})
    void these_failures_are_another_models_chance(ModelFailure failure) {
        assertThat(attempts.after(silent(failure), TIME_LEFT)).contains(new Attempts.Next("m-2", Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "PAYMENT_REQUIRED", "PROTOCOL", "CANCELLED"})
    void these_failures_are_the_end(ModelFailure failure) {
        assertThat(attempts.after(silent(failure), TIME_LEFT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_asked_again_after_a_word_was_said(ModelFailure failure) {
        assertThat(attempts.after(failure(failure, "Hel", Optional.empty()), TIME_LEFT))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "CUT"})
    void a_reply_that_had_begun_is_not_asked_for_again(ModelFailure failure) {
        ChatReply begun = reply("", Optional.of(Instant.EPOCH));
        assertThat(attempts.after(new ModelException(failure, begun, Optional.empty(), null), TIME_LEFT))
                .isEmpty();
    }

    @Test
    void the_pause_doubles_with_jitter_up_to_the_longest() {
        Attempts patient = attempts(8);
        for (long most : new long[] {1000, 2000, 4000, 4000, 4000}) {
            Duration pause = patient.after(silent(ModelFailure.CONNECT), TIME_LEFT)
                    .orElseThrow()
                    .pause();
            assertThat(pause).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
        }
    }

    @Test
    void what_the_provider_asks_to_wait_is_waited() {
        assertThat(attempts.after(asking(Duration.ofSeconds(3)), TIME_LEFT))
                .contains(new Attempts.Next("m-1", Duration.ofSeconds(3)));
    }

    @Test
    void a_provider_that_asks_for_too_long_is_not_waited_for() {
        assertThat(attempts.after(asking(Duration.ofSeconds(5)), TIME_LEFT))
                .contains(new Attempts.Next("m-2", Duration.ZERO));
        assertThat(attempts.after(asking(Duration.ofSeconds(3)), Duration.ofSeconds(2)))
                .as("longer than the turn has left")
                .contains(new Attempts.Next("m-3", Duration.ZERO));
    }

    @Test
    void no_model_is_asked_when_the_turns_time_is_over() {
        assertThat(attempts.after(silent(ModelFailure.CONNECT), Duration.ofMillis(-1)))
                .isEmpty();
    }

    @Test
    void a_model_that_took_over_is_kept_and_has_all_its_attempts_at_the_next_call() {
        Attempts one = attempts(1, "m-2");
        one.after(silent(ModelFailure.CONNECT), TIME_LEFT);
        one.after(silent(ModelFailure.CONNECT), TIME_LEFT);
        one.succeeded();
        assertThat(one.after(silent(ModelFailure.CONNECT), TIME_LEFT))
                .map(Attempts.Next::model)
                .contains("m-2");
        assertThat(one.after(silent(ModelFailure.CONNECT), TIME_LEFT)).isEmpty();
    }

    private List<String> models(ModelFailure failure, int times) {
        return IntStream.range(0, times)
                .mapToObj(n -> attempts.after(silent(failure), TIME_LEFT))
                .flatMap(Optional::stream)
                .map(Attempts.Next::model)
                .toList();
    }

    private static Attempts attempts(int further, String... fallbacks) {
        return new Attempts(
                new AgentSettings.Model("m-1", BigDecimal.ONE, 10, List.of(fallbacks)),
                new AgentSettings.Retry(further, Duration.ofSeconds(1), MAX_WAIT),
                new Random(7));
    }

    private static ModelException asking(Duration wait) {
        return failure(ModelFailure.RATE_LIMITED, "", Optional.of(wait));
    }

    private static ModelException silent(ModelFailure failure) {
        return failure(failure, "", Optional.empty());
    }

    private static ModelException failure(ModelFailure failure, String said, Optional<Duration> retryAfter) {
        return new ModelException(failure, reply(said, Optional.empty()), retryAfter, null);
    }

    private static ChatReply reply(String said, Optional<Instant> firstByteAt) {
        return new ChatReply(
                said.length(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                firstByteAt);
    }
}
