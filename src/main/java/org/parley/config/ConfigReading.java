package org.parley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.parley.config.ConfigValue.Level;

/** Takes values out of a MicroProfile Config, with what each of its sources says of them. */
final class ConfigReading {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+)}");

    /** Names that servers give to sources, Open Liberty and WildFly the first two, Payara the others. */
    private static final Map<String, String> OF_THE_SERVER = Map.of(
            "EnvConfigSource", "environment",
            "SysPropConfigSource", "system properties",
            "Environment", "environment",
            "SystemProperty", "system properties",
            "Properties", ConfigKeys.DEFAULTS);

    private final Config config;

    ConfigReading(Config config) {
        this.config = config;
    }

    ConfigValue value(String key) {
        List<Level> levels = levels(key);
        return new ConfigValue(text(key, levels), levels);
    }

    private List<Level> levels(String key) {
        List<Level> levels = new ArrayList<>();
        for (ConfigSource source : config.getConfigSources()) {
            String value = source.getValue(key);
            if (value != null && !value.isBlank()) {
                int line = source instanceof YamlLayer layer ? layer.line(key) : 0;
                levels.add(new Level(name(source), line, source.getOrdinal(), value));
            }
        }
        return levels;
    }

    /** Without paths of the machine. */
    private static String name(ConfigSource source) {
        String name = source.getName();
        if (name.contains(ConfigKeys.DEFAULTS)) {
            return ConfigKeys.DEFAULTS;
        }
        return OF_THE_SERVER.getOrDefault(name, name);
    }

    /** An empty value hides what stands below it from MicroProfile Config, and does not here. */
    private Optional<String> text(String key, List<Level> levels) {
        return config.getOptionalValue(key, String.class)
                .filter(text -> !text.isBlank())
                .or(() -> levels.stream().findFirst().map(below -> resolved(below.value())))
                .map(String::trim);
    }

    private String resolved(String value) {
        return REFERENCE
                .matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        text(reference.group(1), levels(reference.group(1))).orElse("")));
    }
}
