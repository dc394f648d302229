package org.parley.llm;

import org.jspecify.annotations.Nullable;

/** A call to a model failed. What had come by then is kept: it was shown, and it may have to be paid for. */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ModelFailure failure;
    private final transient ChatReply partial;

    ModelException(ModelFailure failure, String message, ChatReply partial, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        this.partial = partial;
    }

    public ModelFailure failure() {
        return failure;
    }

    public ChatReply partial() {
        return partial;
    }
}
