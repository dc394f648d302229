package org.parley.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.parley.config.ConfigValue.Level;

/**
 * What the cascade says for one agent, or for the installation, as it stood when it was read. Immutable; an empty value
 * counts as not set.
 */
public final class EffectiveConfig {
    private final Map<String, ConfigValue> values;

    private EffectiveConfig(Map<String, ConfigValue> values) {
        this.values = values;
    }

    static EffectiveConfig of(Config config) {
        ConfigReading reading = new ConfigReading(config);
        return new EffectiveConfig(ConfigKeys.readable().stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), reading::value)));
    }

    public Optional<String> text(String key) {
        return value(key).value();
    }

    /** The value of a key that has a built-in default. */
    public String required(String key) {
        return text(key).orElseThrow(() -> ConfigException.invalid(key, "is not set"));
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
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigException(located(ConfigFinding.ofKey(key, "is not valid")), e);
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
        return value(key).origin().map(Level::source).orElse("no source");
    }

    /** The same finding with the place that the value of its key comes from, when it has a key and no place. */
    ConfigFinding located(ConfigFinding finding) {
        Optional<Level> origin =
                values.containsKey(finding.key()) ? value(finding.key()).origin() : Optional.empty();
        return finding.source().isEmpty()
                ? origin.map(level -> finding.at(level.source(), level.line())).orElse(finding)
                : finding;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EffectiveConfig config && config.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    ConfigValue value(String key) {
        ConfigValue value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such key is declared: " + key);
        }
        return value;
    }

    private static Duration atLeast(Duration least, Duration duration) {
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("too short");
        }
        return duration;
    }

    private static Boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
