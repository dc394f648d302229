package org.parley.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
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
    private static final Duration LONGEST = Duration.ofHours(24);

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
        return text(key).orElseThrow(() -> invalid(key, "is not set", null));
    }

    public BigDecimal decimal(String key) {
        return convert(key, "is not a number", BigDecimal::new);
    }

    public int whole(String key) {
        return convert(key, "is not a whole number", Integer::valueOf);
    }

    public boolean flag(String key) {
        return choice(key, "true", "false").equals("true");
    }

    /** One of some words. */
    public String choice(String key, String... words) {
        String word = required(key);
        if (!List.of(words).contains(word)) {
            throw invalid(key, "is none of " + String.join(", ", words), null);
        }
        return word;
    }

    /** A duration in ISO 8601, such as {@code PT10S}; not negative. */
    public Duration duration(String key) {
        return atLeast(key, Duration.ZERO);
    }

    /** A time to wait for, above nothing. */
    public Duration timeout(String key) {
        return atLeast(key, Duration.ofMillis(1));
    }

    private Duration atLeast(String key, Duration least) {
        Duration duration = convert(key, "is not a duration such as PT10S", Duration::parse);
        if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
            throw invalid(key, "is not within " + least + " to " + LONGEST, null);
        }
        return duration;
    }

    private <T> T convert(String key, String otherwise, Function<String, T> conversion) {
        try {
            return conversion.apply(required(key));
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            throw invalid(key, otherwise, e);
        }
    }

    private ConfigException invalid(String key, String reason, @Nullable Exception cause) {
        return new ConfigException(located(ConfigFinding.ofKey(key, reason)), cause);
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

    /** The same without what anybody set for a key: with its default. */
    EffectiveConfig without(String key) {
        Map<String, ConfigValue> rest = new HashMap<>(values);
        rest.put(key, ConfigKeys.defaultOf(key));
        return new EffectiveConfig(Map.copyOf(rest));
    }
}
