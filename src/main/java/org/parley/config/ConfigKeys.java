package org.parley.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The keys that Parley reads: those that are declared with a default in the WAR. */
final class ConfigKeys {
    private static final String DEFAULTS = "META-INF/microprofile-config.properties";
    private static final SortedSet<String> DECLARED = load();
    /** Names of the environment that are not Parley's own, which it reads as other programs do. */
    private static final List<String> FOREIGN =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private ConfigKeys() {}

    static Set<String> declared() {
        return DECLARED;
    }

    /** All that can be asked of a configuration. */
    static Set<String> readable() {
        Set<String> readable = new TreeSet<>(DECLARED);
        readable.addAll(FOREIGN);
        return readable;
    }

    static boolean isSecret(String key) {
        return key.endsWith("api_key") || key.endsWith("password");
    }

    private static SortedSet<String> load() {
        try (InputStream defaults = ConfigKeys.class.getClassLoader().getResourceAsStream(DEFAULTS)) {
            Properties properties = new Properties();
            if (defaults != null) {
                properties.load(defaults);
            }
            return new TreeSet<>(properties.stringPropertyNames());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
