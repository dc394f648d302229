package org.parley.usage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelFailure;
import org.parley.llm.TokenUsage;

/**
 * How a call ended, what it used and what it cost.
 *
 * @param usage as the provider told or as we counted; empty when nothing is known
 */
public record CallOutcome(
        UUID callId,
        UUID accountId,
        CallStatus status,
        ChatReply reply,
        Optional<TokenUsage> usage,
        CallCost cost,
        Optional<String> errorType,
        Instant finishedAt) {

    /** Judges a call that the provider finished. */
    static CallOutcome settled(LlmCall call, ChatReply reply, PriceBook prices, Instant now) {
        TokenUsage usage = told(reply).orElseGet(() -> TokenUsage.estimate(call.promptLength(), reply.length()));
        CallCost cost = cost(call, reply, usage, prices, now);
        return new CallOutcome(
                call.id(),
                call.accountId(),
                CallStatus.SETTLED,
                reply,
                Optional.of(usage),
                cost,
                Optional.empty(),
                now);
    }

    /** Judges a call that failed. What the provider refused has no tokens; what it began is estimated. */
    static CallOutcome failed(LlmCall call, ChatReply reply, ModelFailure failure, PriceBook prices, Instant now) {
        if (refused(failure)) {
            return without(call, CallStatus.FAILED, reply, Optional.of(failure.errorType()), now);
        }
        if (reply.firstByteAt().isEmpty()) {
            return without(call, CallStatus.UNKNOWN, reply, Optional.of(failure.errorType()), now);
        }
        CallOutcome judged = settled(call, reply, prices, now);
        return new CallOutcome(
                call.id(),
                call.accountId(),
                CallStatus.PARTIAL,
                reply,
                judged.usage(),
                judged.cost(),
                Optional.of(failure.errorType()),
                now);
    }

    /** A call of which nothing is known but that it was claimed. */
    static CallOutcome abandoned(LlmCall call, Instant now) {
        return without(call, CallStatus.UNKNOWN, ChatReply.NOTHING, Optional.empty(), now);
    }

    /** Whether tokens were used of a model that has no price. */
    public boolean isUnpriced() {
        return usage.isPresent() && cost.source() == CostSource.UNKNOWN;
    }

    /**
     * Judges a call whose node is gone.
     *
     * @param counted as far as it was written down; empty when it was not
     */
    static CallOutcome lost(LlmCall call, ChatReply head, Optional<TokenUsage> counted, PriceBook prices, Instant now) {
        Optional<String> errorType = Optional.of(LostRequests.NODE_LOST);
        if (head.firstByteAt().isEmpty() || counted.isEmpty()) {
            return without(call, CallStatus.UNKNOWN, head, errorType, now);
        }
        return new CallOutcome(
                call.id(),
                call.accountId(),
                CallStatus.PARTIAL,
                head,
                counted,
                cost(call, head, counted.get(), prices, now),
                errorType,
                now);
    }

    private static CallOutcome without(
            LlmCall call, CallStatus status, ChatReply reply, Optional<String> errorType, Instant now) {
        return new CallOutcome(
                call.id(), call.accountId(), status, reply, Optional.empty(), CallCost.UNKNOWN, errorType, now);
    }

    private static boolean refused(ModelFailure failure) {
        return switch (failure) {
            case CONNECT, UNAUTHORIZED, PAYMENT_REQUIRED, RATE_LIMITED, REFUSED, UNAVAILABLE -> true;
            case PROVIDER_ERROR, PROTOCOL, TIMEOUT, CUT, CANCELLED -> false;
        };
    }

    /** What the provider counted; nothing when it counted nothing and named no cost. */
    private static Optional<TokenUsage> told(ChatReply reply) {
        return reply.usage().filter(usage -> usage.total() > 0 || usage.cost().isPresent());
    }

    private static CallCost cost(LlmCall call, ChatReply reply, TokenUsage usage, PriceBook prices, Instant now) {
        CostSource source = told(reply).isPresent() ? CostSource.PRICE_BOOK : CostSource.ESTIMATE;
        String model = reply.servedModel().orElse(call.model());
        return CallCost.byProvider(usage)
                .or(() -> prices.cost(model, usage, source, now))
                .orElse(CallCost.UNKNOWN);
    }
}
