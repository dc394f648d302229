package org.parley.usage;

import java.util.Locale;

/** How a call to a provider ended. */
public enum CallStatus {
    /** The provider finished its reply. */
    SETTLED,
    /** Something came, but not all. */
    PARTIAL,
    /** The provider refused, or was never reached. */
    FAILED,
    /** Nothing came, and the provider may have worked all the same. */
    UNKNOWN;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
