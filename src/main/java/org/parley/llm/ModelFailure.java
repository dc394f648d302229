package org.parley.llm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which a call to a model fails. */
public enum ModelFailure {
    /** No connection: the provider was never asked. */
    CONNECT,
    /** HTTP 401 or 403. */
    UNAUTHORIZED,
    /** HTTP 402. */
    PAYMENT_REQUIRED,
    /** HTTP 429. */
    RATE_LIMITED,
    /** Another HTTP 4xx. */
    REFUSED,
    /** HTTP 5xx. */
    UNAVAILABLE,
    /** An error object in the stream. */
    PROVIDER_ERROR,
    /** The reply is not what the protocol says. */
    PROTOCOL,
    /** Nothing came for too long. */
    TIMEOUT,
    /** The stream ended before the reply did. */
    CUT,
    /** We closed the stream. */
    CANCELLED;

    private static final String PREFIX = "provider_";

    static ModelFailure ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> UNAUTHORIZED;
            case 402 -> PAYMENT_REQUIRED;
            case 429 -> RATE_LIMITED;
            default -> status >= 500 ? UNAVAILABLE : REFUSED;
        };
    }

    /** As it is kept in {@code error_type}: {@code provider_rate_limited}. */
    public String errorType() {
        String word = name().toLowerCase(Locale.ROOT);
        return word.startsWith(PREFIX) ? word : PREFIX + word;
    }

    /** The failure that is kept in that way; empty when none is. */
    public static Optional<ModelFailure> ofErrorType(String errorType) {
        return Arrays.stream(values())
                .filter(failure -> failure.errorType().equals(errorType))
                .findFirst();
    }
}
