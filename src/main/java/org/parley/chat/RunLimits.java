package org.parley.chat;

import org.parley.agent.AgentSettings;
import org.parley.llm.ChatReply;
import org.parley.llm.TokenUsage;
import org.parley.usage.CallOutcome;

/** Counts what a turn has used of what it may use. */
final class RunLimits {
    /** No tokenizer makes tokens that are longer than this on the average; a reply that is longer ignores its limit. */
    private static final int MOST_CHARACTERS_A_TOKEN = 16;

    private static final int SLACK = 1024;

    private final AgentSettings.Limits limits;
    private final int maxTokens;
    private int toolCalls;
    private long outputTokens;

    /** @param maxTokens most tokens of one reply */
    RunLimits(AgentSettings.Limits limits, int maxTokens) {
        this.limits = limits;
        this.maxTokens = maxTokens;
    }

    /** Counts a reply that asks for tools; returns whether the turn has to end with it. */
    boolean reachedBy(int modelCalls, ChatReply reply, CallOutcome outcome) {
        toolCalls += reply.toolCalls().size();
        outputTokens += outcome.usage().map(TokenUsage::completion).orElse(0L);
        return modelCalls >= limits.modelCalls()
                || toolCalls > limits.toolCalls()
                || outputTokens >= limits.outputTokens();
    }

    /** Most tokens of the next reply: what one reply may have, or what is left of the turn's when that is less. */
    int nextMaxTokens() {
        return (int) Math.max(1, Math.min(maxTokens, limits.outputTokens() - outputTokens));
    }

    /** Characters after which a reply is stopped whose provider does not hold it to its limit. */
    static long longestReply(int maxTokens) {
        return (long) maxTokens * MOST_CHARACTERS_A_TOKEN + SLACK;
    }
}
