package org.parley.llm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/** User and password for a proxy, sent by the Basic scheme with each request to the proxy, and never to a provider. */
record ProxyLogin(String user, String password) {
    static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";
    private static final String USER = "llm.provider.proxy_user";

    static Optional<ProxyLogin> of(EffectiveConfig config) {
        return config.text(USER)
                .map(user -> new ProxyLogin(
                        user, config.text("llm.provider.proxy_password").orElse("")));
    }

    /**
     * Fails when the JVM would leave the login out: out of the box a JDK does so on the way to https addresses.
     *
     * @param disabledSchemes value of the system property, or null
     */
    static void requireTunnelling(@Nullable String disabledSchemes) {
        if (disabledSchemes == null || disabledSchemes.toLowerCase(Locale.ROOT).contains("basic")) {
            throw ConfigException.invalid(
                    USER, "needs the option -D" + DISABLED_SCHEMES + "= of the JVM, with nothing behind it");
        }
    }

    String header() {
        String login = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
