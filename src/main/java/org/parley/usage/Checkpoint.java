package org.parley.usage;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.llm.ReplyHead;
import org.parley.llm.TokenUsage;

/**
 * How far a running request has come, for whoever has to end it when its node is gone.
 *
 * @param head of the reply that is being read; empty before its first byte
 * @param content the answer so far; null when it is the same as the last time
 * @param counted tokens of the running call, estimated from characters
 */
public record Checkpoint(
        UUID llmRequestId,
        UUID accountId,
        UUID llmCallId,
        Optional<ReplyHead> head,
        @Nullable String content,
        TokenUsage counted) {
    /**
     * A checkpoint of a call.
     *
     * @param written characters of the answer that the call has written
     */
    public static Checkpoint of(LlmCall call, Optional<ReplyHead> head, @Nullable String content, int written) {
        return new Checkpoint(
                call.llmRequestId(),
                call.accountId(),
                call.id(),
                head,
                content,
                TokenUsage.estimate(call.promptLength(), written));
    }

    /** Characters of text that it carries. */
    public int length() {
        return content == null ? 0 : content.length();
    }
}
