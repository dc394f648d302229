package org.parley.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The keys that Parley reads: those that are declared with a default in the WAR. */
final class ConfigKeys {
    static final String DEFAULTS = "META-INF/microprofile-config.properties";
    private static final Properties DECLARED = load();
    private static final Set<String> NAMES = Collections.unmodifiableSet(new TreeSet<>(DECLARED.stringPropertyNames()));
    /** Names of the environment that are not Parley's own, which it reads as other programs do. */
    private static final List<String> FOREIGN =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private static final List<String> OF_PROCESS = List.of(
            "parley.",
            "mp.",
            "http.",
            "threads.",
            "node.",
            "ledger.",
            "shutdown.",
            "reconciliation.",
            "db.",
            "config.watch.",
            "auth.");
    private static final List<String> OF_INSTALLATION = List.of("config.", "provisioning.", "openai.", "offline.");

    private ConfigKeys() {}

    /** Where a key has an effect. */
    enum Scope {
        /** On every level. */
        AGENT,
        /** In the global file, and in the environment and system properties. */
        INSTALLATION,
        /** In the environment and system properties, which are read when the process starts. */
        PROCESS
    }

    /** By name. */
    static Set<String> declared() {
        return NAMES;
    }

    /** All that can be asked of a configuration. */
    static Set<String> readable() {
        Set<String> readable = new TreeSet<>(declared());
        readable.addAll(FOREIGN);
        return readable;
    }

    static Scope scope(String key) {
        if (OF_PROCESS.stream().anyMatch(key::startsWith)) {
            return Scope.PROCESS;
        }
        return OF_INSTALLATION.stream().anyMatch(key::startsWith) ? Scope.INSTALLATION : Scope.AGENT;
    }

    static boolean isSecret(String key) {
        return key.endsWith("api_key") || key.endsWith("password") || key.endsWith("secret");
    }

    static ConfigValue defaultOf(String key) {
        String value = DECLARED.getProperty(key, "");
        return new ConfigValue(Optional.of(value).filter(text -> !text.isBlank()), List.of());
    }

    /** The declared key that is most like one that is not; empty when none is much like it. */
    static Optional<String> nearest(String unknown) {
        return declared().stream()
                .filter(key -> distance(unknown, key) <= Math.max(2, key.length() / 4))
                .min(Comparator.comparingInt((String key) -> distance(unknown, key))
                        .thenComparing(key -> key));
    }

    /** How many letters differ; a key that misses the words before it, or has too many, is near by that alone. */
    private static int distance(String unknown, String key) {
        if (key.endsWith("." + unknown) || unknown.endsWith("." + key)) {
            return 1;
        }
        int[] row = new int[key.length() + 1];
        for (int column = 0; column <= key.length(); column++) {
            row[column] = column;
        }
        for (int i = 1; i <= unknown.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int column = 1; column <= key.length(); column++) {
                int replaced = diagonal + (unknown.charAt(i - 1) == key.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[key.length()];
    }

    private static Properties load() {
        try (InputStream defaults = ConfigKeys.class.getClassLoader().getResourceAsStream(DEFAULTS)) {
            Properties properties = new Properties();
            if (defaults != null) {
                properties.load(defaults);
            }
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
