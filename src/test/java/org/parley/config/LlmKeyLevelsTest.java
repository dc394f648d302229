package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each {@code llm.*} key the highest of all six levels that says something decides, and explains itself. */
class LlmKeyLevelsTest {
    static Stream<String> keys() {
        return ConfigKeys.declared().stream().filter(key -> key.startsWith("llm."));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void the_highest_level_decides(String key) {
        String variable = key.replace('.', '_').toUpperCase(Locale.ROOT);
        List<ConfigSource> lowestFirst = List.of(
                YamlLayer.parse("config.yaml", key + ": global\n", 220),
                YamlLayer.parse("agent_configs/acme/config.yaml", key + ": account\n", 240),
                YamlLayer.parse("agent_configs/acme/alpha/config.yaml", key + ": agent\n", 260),
                new EnvConfigSource(Map.of(variable, "environment"), 300),
                new PropertiesConfigSource(Map.of(key, "property"), "SysPropConfigSource", 400));
        List<String> values = List.of("global", "account", "agent", "environment", "property");
        List<ConfigSource> set = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            set.add(lowestFirst.get(i));
            EffectiveConfig config = FakeConfig.layered(set.toArray(ConfigSource[]::new));
            assertThat(config.required(key)).isEqualTo(values.get(i));
            assertThat(config.value(key).levels())
                    .extracting(ConfigValue.Level::value)
                    .as("what lower levels say")
                    .startsWith(values.get(i))
                    .hasSizeGreaterThan(i);
        }
    }

    @Test
    void each_of_them_is_tried_at_the_provider_too() throws Exception {
        Path tests = Path.of("src/test/java/org/parley/it");
        String tried = Files.readString(tests.resolve("LlmKeysIT.java"))
                + Files.readString(tests.resolve("SecondNodeIT.java"));
        assertThat(keys()).allSatisfy(key -> assertThat(tried).contains("\"" + key + "\""));
    }
}
