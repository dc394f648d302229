package org.parley.llm;

import java.net.URI;
import java.net.URISyntaxException;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/** Reads addresses from the configuration. What is wrong with one is told without showing it: it may hold a password. */
final class HttpAddress {
    private static final int LAST_PORT = 65_535;

    private HttpAddress() {}

    /** The http or https address that a key has: host, port and path, nothing else. */
    static URI of(EffectiveConfig config, String key) {
        return of(config.required(key), key);
    }

    /** The same of a text that a key has, or a part of it. */
    static URI of(String text, String key) {
        URI uri = parse(text, key);
        if (uri.getRawUserInfo() != null) {
            throw invalid(key, "has a user or password in it; those have keys of their own");
        }
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw invalid(key, "is not an http or https address");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getPort() > LAST_PORT) {
            throw invalid(key, "is more than a host, a port and a path");
        }
        return uri;
    }

    private static URI parse(String text, String key) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw invalid(key, "is not an address");
        }
    }

    private static ConfigException invalid(String key, String reason) {
        return ConfigException.invalid(key, reason);
    }
}
