package org.parley.conversation;

/** One earlier message, as the model is shown it. */
public record Utterance(boolean byVisitor, String content) {}
