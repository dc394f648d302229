package org.parley.usage;

import java.util.Locale;

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
}
