package org.parley.chat;

import org.parley.llm.ModelFailure;
import org.parley.platform.Problem;
import org.parley.usage.CompletionStatus;

/** What a failed call to a model means for the turn, and what the client is told. */
final class TurnFailure {
    static final String TURN_TIMEOUT = "turn_timeout";

    private TurnFailure() {}

    static CompletionStatus status(ModelFailure failure) {
        return switch (failure) {
            case CUT -> CompletionStatus.PARTIAL;
            case TIMEOUT -> CompletionStatus.TIMEOUT;
            case CANCELLED -> CompletionStatus.CANCELLED;
            case CONNECT,
                    UNAUTHORIZED,
                    PAYMENT_REQUIRED,
                    RATE_LIMITED,
                    REFUSED,
                    UNAVAILABLE,
                    PROVIDER_ERROR,
                    PROTOCOL -> CompletionStatus.ERROR;
        };
    }

    static Problem problem(ModelFailure failure) {
        return switch (failure) {
            case TIMEOUT ->
                new Problem(
                        504,
                        "/problems/provider-timeout",
                        "The model did not answer in time",
                        "The model was silent for too long.");
            case RATE_LIMITED ->
                new Problem(
                        503,
                        "/problems/provider-busy",
                        "The model is busy",
                        "The model's provider takes no more requests now.");
            case CANCELLED ->
                new Problem(
                        499, "/problems/cancelled", "The turn was ended", "The turn was ended before the answer was.");
            case CUT, PROVIDER_ERROR, PROTOCOL ->
                new Problem(502, "/problems/provider-failed", "The model failed", "The model's answer broke off.");
            case CONNECT, UNAUTHORIZED, PAYMENT_REQUIRED, REFUSED, UNAVAILABLE ->
                new Problem(
                        502,
                        "/problems/provider-unavailable",
                        "The model is not available",
                        "The model's provider did not answer the request.");
        };
    }

    /** The turn took longer than the agent's {@code limits.turn_time}. */
    static Problem turnTimeout() {
        return new Problem(
                504, "/problems/turn-timeout", "The answer took too long", "The answer was not begun in time.");
    }

    /** The process that ran the turn ended first. */
    static Problem interrupted() {
        return new Problem(
                503, "/problems/interrupted", "The answer was interrupted", "The server stopped before it was begun.");
    }
}
