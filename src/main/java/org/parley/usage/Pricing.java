package org.parley.usage;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;
import org.parley.config.AgentConfig;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelException;
import org.parley.llm.TokenUsage;

/** Says what the calls of an agent cost, by the prices that hold for it. */
public final class Pricing {
    private final Prices prices;
    private final Clock clock;

    Pricing(Prices prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    public static Pricing of(AgentConfig agent, Clock clock) {
        return new Pricing(agent.settings(Prices.class), clock);
    }

    public CallOutcome settled(LlmCall call, ChatReply reply) {
        return CallOutcome.settled(call, reply, prices.book(), clock.instant());
    }

    /** A call whose end was not seen. */
    public CallOutcome abandoned(LlmCall call) {
        return CallOutcome.abandoned(call, clock.instant());
    }

    /** A call whose node is gone, as far as it was written down. */
    CallOutcome lost(LlmCall call, ChatReply head, Optional<TokenUsage> counted) {
        return CallOutcome.lost(call, head, counted, prices.book(), clock.instant());
    }

    public CallOutcome failed(LlmCall call, ModelException failure) {
        return CallOutcome.failed(call, failure.partial(), failure.failure(), prices.book(), clock.instant());
    }

    /**
     * What a call may cost at most, as long as its provider keeps to the limit: a token for each character that is sent, which
     * hardly a tokenizer exceeds, and the whole reply, at the dearest price of its kind.
     *
     * @param characters that are sent
     * @param maxTokens of the reply
     */
    public BigDecimal atMost(String model, int characters, int maxTokens) {
        TokenUsage plain = new TokenUsage(characters, 0, maxTokens, 0, Optional.empty());
        TokenUsage dear =
                new TokenUsage(characters, 0, characters, maxTokens, maxTokens, Optional.empty(), Optional.empty());
        Optional<CallCost> one = cost(model, plain);
        Optional<CallCost> other = cost(model, dear);
        if (one.isEmpty() || other.isEmpty()) {
            return prices.unpricedCall();
        }
        return most(one.get().prompt(), other.get().prompt())
                .add(most(one.get().completion(), other.get().completion()));
    }

    private Optional<CallCost> cost(String model, TokenUsage usage) {
        return prices.book().cost(model, usage, CostSource.ESTIMATE, clock.instant());
    }

    private static BigDecimal most(Optional<BigDecimal> one, Optional<BigDecimal> other) {
        return one.orElseThrow().max(other.orElseThrow());
    }
}
