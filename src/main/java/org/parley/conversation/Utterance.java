package org.parley.conversation;

import java.util.UUID;

/**
 * One earlier message, as the model is shown it.
 *
 * @param llmRequestId the request that it belongs to: a question and its answer have the same
 */
public record Utterance(UUID llmRequestId, boolean byVisitor, String content) {}
