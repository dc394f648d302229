package org.parley.usage;

import java.time.Clock;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelException;

/** Says what the calls of an agent cost, by the prices that hold for it. */
public final class Pricing {
    private final PriceBook prices;
    private final Clock clock;

    Pricing(PriceBook prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    public CallOutcome settled(LlmCall call, ChatReply reply) {
        return CallOutcome.settled(call, reply, prices, clock.instant());
    }

    /** A call whose end was not seen. */
    public CallOutcome abandoned(LlmCall call) {
        return CallOutcome.abandoned(call, clock.instant());
    }

    public CallOutcome failed(LlmCall call, ModelException failure) {
        return CallOutcome.failed(call, failure.partial(), failure.failure(), prices, clock.instant());
    }
}
