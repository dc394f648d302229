package org.parley.identity;

import java.util.Locale;
import org.eclipse.microprofile.config.Config;

/** How callers are told apart, by {@code auth.mode}. */
enum AuthMode {
    /** There is no sign-in: whoever calls from this machine may everything, others need a key. */
    LOCAL,
    /** Callers bring a token of an OpenID provider, a session that began with its sign-in, or a key. */
    OIDC;

    static AuthMode of(Config config) {
        String word = config.getValue("auth.mode", String.class).trim();
        for (AuthMode mode : values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
                return mode;
            }
        }
        throw new IllegalStateException("auth.mode is neither local nor oidc");
    }
}
