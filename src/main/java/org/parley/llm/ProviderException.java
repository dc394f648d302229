package org.parley.llm;

import org.jspecify.annotations.Nullable;

/** A provider could not be asked about its models or generations. */
public class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ModelFailure failure;

    ProviderException(ModelFailure failure, @Nullable Throwable cause) {
        super(failure.errorType(), cause);
        this.failure = failure;
    }

    public ModelFailure failure() {
        return failure;
    }
}
