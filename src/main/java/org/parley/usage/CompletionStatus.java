package org.parley.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a request ended. */
public enum CompletionStatus {
    COMPLETE,
    /** The provider cut the stream. */
    PARTIAL,
    ERROR,
    TIMEOUT,
    /** The client left, or asked for the end. */
    CANCELLED,
    /** A limit of the run was reached. */
    LIMIT,
    /** The process ended first. */
    INTERRUPTED;

    /** As it is kept in the database and sent to clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a request that is in progress. */
    static Optional<CompletionStatus> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }
}
