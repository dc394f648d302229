package org.parley.config;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What the cascade says for one agent, or for the installation. Immutable; an empty value counts as not set. */
public final class EffectiveConfig {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+)}");

    private final Config config;

    EffectiveConfig(Config config) {
        this.config = config;
    }

    public Optional<String> text(String key) {
        Optional<String> value = config.getOptionalValue(key, String.class).filter(text -> !text.isBlank());
        return value.or(() -> origin(key).map(below -> resolved(below.getValue(key))))
                .map(String::trim);
    }

    /** The value of a key that has a built-in default. */
    public String required(String key) {
        return text(key).orElseThrow(() -> new ConfigException(key + " is not set", new IllegalStateException(key)));
    }

    public BigDecimal decimal(String key) {
        return convert(key, BigDecimal::new);
    }

    public int whole(String key) {
        return convert(key, Integer::valueOf);
    }

    public boolean flag(String key) {
        return convert(key, EffectiveConfig::parseFlag);
    }

    /** A duration in ISO 8601, such as {@code PT10S}; not negative. */
    public Duration duration(String key) {
        return convert(key, text -> atLeast(Duration.ZERO, Duration.parse(text)));
    }

    /** A time to wait for, above nothing. */
    public Duration timeout(String key) {
        return convert(key, text -> atLeast(Duration.ofMillis(1), Duration.parse(text)));
    }

    public <T> T convert(String key, Function<String, T> conversion) {
        String text = required(key);
        try {
            return conversion.apply(text);
        } catch (RuntimeException e) {
            throw new ConfigException(key + " in " + source(key) + " is not valid", e);
        }
    }

    /** Comma-separated in a property, a list in YAML; a comma within an item is written {@code \,}. */
    public List<String> list(String key) {
        return text(key)
                .map(text -> Arrays.stream(text.split("(?<!\\\\),"))
                        .map(item -> item.replace("\\,", ",").trim())
                        .filter(item -> !item.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** The source that the value comes from: a file of the configuration directory, or the server's name for another. */
    public String source(String key) {
        return origin(key).map(ConfigSource::getName).orElse("no source");
    }

    /** Tells two states of the configuration apart: 16 hexadecimal digits over all values that Parley reads but secrets. */
    String hash(Set<String> keys) {
        String values = new TreeSet<>(keys)
                .stream()
                        .filter(key -> !isSecret(key))
                        .map(key -> key + "=" + text(key).orElse(""))
                        .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(values.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSecret(String key) {
        return key.endsWith("api_key") || key.endsWith("password");
    }

    /** The nearest source with a value that is not empty. */
    private Optional<ConfigSource> origin(String key) {
        for (ConfigSource source : config.getConfigSources()) {
            String value = source.getValue(key);
            if (value != null && !value.isBlank()) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    private static Duration atLeast(Duration least, Duration duration) {
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("too short");
        }
        return duration;
    }

    private String resolved(String value) {
        return REFERENCE
                .matcher(value)
                .replaceAll(reference ->
                        Matcher.quoteReplacement(text(reference.group(1)).orElse("")));
    }

    private static Boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
