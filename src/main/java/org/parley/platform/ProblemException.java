package org.parley.platform;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a client is told about. Its type, title and detail are written for the client: they never carry an
 * exception's text, a key or a message. Transactions in which it is thrown roll back.
 */
@ApplicationException(rollback = true)
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;
    private final @Nullable Duration retryAfter;

    public ProblemException(int status, String type, String title, String detail) {
        this(new Problem(status, type, title, detail), null, null);
    }

    public ProblemException(Problem problem, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(problem.type() + ": " + problem.detail(), cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** When the client may try again; sent as {@code Retry-After} in seconds. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
