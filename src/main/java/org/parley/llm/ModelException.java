package org.parley.llm;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a model failed. What had come by then is kept: it was shown, and it may have to be paid for. */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ModelFailure failure;
    private final transient ChatReply partial;
    private final transient Optional<Duration> retryAfter;

    /** @param retryAfter how long the provider asks to wait, when it does */
    public ModelException(
            ModelFailure failure, ChatReply partial, Optional<Duration> retryAfter, @Nullable Throwable cause) {
        super(failure.errorType(), cause);
        this.failure = failure;
        this.partial = partial;
        this.retryAfter = retryAfter;
    }

    public ModelFailure failure() {
        return failure;
    }

    public ChatReply partial() {
        return partial;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the same call may succeed a little later: the provider was busy or away, or nothing at all came back. */
    public boolean mayPass() {
        return switch (failure) {
            case CONNECT, RATE_LIMITED, UNAVAILABLE -> true;
            case TIMEOUT, CUT -> partial.firstByteAt().isEmpty();
            case UNAUTHORIZED, PAYMENT_REQUIRED, REFUSED, PROVIDER_ERROR, PROTOCOL, CANCELLED -> false;
        };
    }

    /** Whether another model may succeed where this one failed. */
    public boolean mayBeTriedElsewhere() {
        return mayPass() || failure == ModelFailure.REFUSED || failure == ModelFailure.PROVIDER_ERROR;
    }
}
