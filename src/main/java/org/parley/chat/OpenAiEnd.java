package org.parley.chat;

import java.util.Locale;
import java.util.Optional;
import org.parley.llm.ModelFailure;
import org.parley.platform.Problem;
import org.parley.platform.Problems;

/**
 * What the end of a turn is in OpenAI's format, which knows no answer that broke off. One that a limit of ours or of the
 * model cut is told with the finish reason {@code length}. One that the provider cut, that was cancelled or that failed
 * is told as an error, so that no client takes it for a whole one.
 */
final class OpenAiEnd {
    private OpenAiEnd() {}

    /** Empty when the answer is whole, or cut by a limit. */
    static Optional<Problem> failure(TurnEvent end) {
        if (end instanceof TurnEvent.Failed failed) {
            return Optional.of(failed.problem());
        }
        return end instanceof TurnEvent.Done done ? failure(done) : Optional.empty();
    }

    private static Optional<Problem> failure(TurnEvent.Done done) {
        return switch (done.status()) {
            case COMPLETE, LIMIT, TIMEOUT -> Optional.empty();
            case PARTIAL -> Optional.of(TurnFailure.problem(ModelFailure.CUT));
            case CANCELLED -> Optional.of(TurnFailure.problem(ModelFailure.CANCELLED));
            case ERROR, INTERRUPTED -> Optional.of(Problems.internal());
        };
    }

    /** One of the words that clients know: a provider's own word for an ordinary end is {@code stop}. */
    static String finishReason(TurnEvent.Done done) {
        return switch (done.status()) {
            case LIMIT, TIMEOUT -> "length";
            case COMPLETE, PARTIAL, CANCELLED, ERROR, INTERRUPTED -> finishReason(done.finishReason());
        };
    }

    private static String finishReason(String ofProvider) {
        return switch (ofProvider.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens" -> "length";
            case "content_filter" -> "content_filter";
            default -> "stop";
        };
    }
}
