package org.parley.tool;

import java.util.Locale;

/** How a tool call ended. */
public enum ToolStatus {
    OK,
    FAILED,
    TIMEOUT,
    /** Not run: no such tool, or arguments that are not what it takes. */
    REJECTED,
    CANCELLED;

    public static ToolStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As it is kept in the database and sent to clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
