package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which level's value counts, and what is said of a value that does not do. */
class EffectiveConfigTest {
    private static final String AGENT_FILE = "agent_configs/acme/alpha/config.yaml";

    @Test
    void the_environment_stands_over_files_and_under_system_properties() {
        ConfigSource file = layer(AGENT_FILE, 260, Map.of("llm.max_tokens", "1", "llm.model", "file"));
        ConfigSource environment = new EnvConfigSource(Map.of("LLM_MAX_TOKENS", "2", "LLM_MODEL", "environment"), 300);
        ConfigSource properties = layer("system properties", 400, Map.of("llm.model", "property"));

        EffectiveConfig config = FakeConfig.layered(file, environment, properties);

        assertThat(config.whole("llm.max_tokens")).isEqualTo(2);
        assertThat(config.required("llm.model")).isEqualTo("property");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void an_empty_environment_variable_lets_the_files_speak(String empty) {
        ConfigSource file = layer(AGENT_FILE, 260, Map.of("llm.max_tokens", "77"));
        ConfigSource environment = new EnvConfigSource(Map.of("LLM_MAX_TOKENS", empty), 300);
        assertThat(FakeConfig.layered(file, environment).whole("llm.max_tokens"))
                .isEqualTo(77);
    }

    @Test
    void a_value_under_an_empty_one_has_its_references_resolved_all_the_same() {
        ConfigSource environment = new EnvConfigSource(Map.of("OFFLINE_BASE_URL", "", "HTTP_PORT", "9099"), 300);
        assertThat(FakeConfig.layered(environment).required("offline.base_url"))
                .isEqualTo("http://127.0.0.1:9099/offline/v1");
    }

    @Test
    void the_source_that_is_named_is_the_one_that_the_value_comes_from() {
        ConfigSource file = layer(AGENT_FILE, 260, Map.of("llm.max_tokens", "many"));
        ConfigSource environment = new EnvConfigSource(Map.of("LLM_MAX_TOKENS", ""), 300);
        EffectiveConfig config = FakeConfig.layered(file, environment);
        assertThatThrownBy(() -> config.whole("llm.max_tokens"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("llm.max_tokens")
                .hasMessageContaining(AGENT_FILE);
    }

    @Test
    void a_value_is_trimmed_and_a_flag_is_true_or_false_and_nothing_else() {
        assertThat(FakeConfig.of(Map.of("offline.enabled", " true ")).flag("offline.enabled"))
                .isTrue();
        for (String word : new String[] {"yes", "TRUE", "1", "on"}) {
            EffectiveConfig config = FakeConfig.of(Map.of("offline.enabled", word));
            assertThatThrownBy(() -> config.flag("offline.enabled"))
                    .as(word)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("offline.enabled");
        }
    }

    @Test
    void a_decimal_is_exact_and_never_goes_through_floating_point() throws Exception {
        ConfigSource yaml = YamlLayer.parse("x", "llm: {temperature: 0.1}\n", 260);
        assertThat(FakeConfig.layered(yaml).decimal("llm.temperature")).hasToString("0.1");
        assertThat(FakeConfig.of(Map.of("llm.temperature", "0.30000000000000000001"))
                        .decimal("llm.temperature"))
                .hasToString("0.30000000000000000001");
    }

    @Test
    void a_list_is_the_same_from_a_property_and_from_yaml() throws Exception {
        ConfigSource yaml =
                YamlLayer.parse("x", "agent:\n  suggestions:\n    - 'A, b and c?'\n    - D\n    - ', e ,'\n", 260);
        assertThat(FakeConfig.layered(yaml).list("agent.suggestions")).containsExactly("A, b and c?", "D", ", e ,");
        assertThat(FakeConfig.of(Map.of("agent.suggestions", " A\\, b and c? ,D,,"))
                        .list("agent.suggestions"))
                .containsExactly("A, b and c?", "D");
    }

    @Test
    void the_nearer_list_replaces_the_farther_one_as_a_whole() throws Exception {
        ConfigSource account = YamlLayer.parse("account", "tools: {enabled: [a, b, c]}\n", 240);
        ConfigSource agent = YamlLayer.parse("agent", "tools: {enabled: [d]}\n", 260);
        assertThat(FakeConfig.layered(account, agent).list("tools.enabled")).containsExactly("d");
    }

    @Test
    void a_key_that_is_not_declared_is_not_to_be_had() {
        assertThatThrownBy(() -> FakeConfig.of(Map.of("no.such.key", "x")).text("no.such.key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such.key");
    }

    @Test
    void the_hash_does_not_depend_on_the_level_that_a_value_comes_from() {
        Map<String, String> values = Map.of("llm.model", "m", "llm.max_tokens", "5");
        String hash = hash(FakeConfig.of(values));

        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(hash(FakeConfig.layered(layer("global", 220, values)))).isEqualTo(hash);
        assertThat(hash(FakeConfig.of(Map.of("llm.model", "m", "llm.max_tokens", "6"))))
                .isNotEqualTo(hash);
        for (String secret : Set.of("llm.provider.api_key", "llm.provider.proxy_password")) {
            assertThat(hash(FakeConfig.of(Map.of("llm.model", "m", "llm.max_tokens", "5", secret, "another"))))
                    .as(secret)
                    .isEqualTo(hash);
        }
    }

    @Test
    void what_a_client_reads_of_a_bad_configuration_names_neither_values_nor_paths_of_the_machine(@TempDir Path root) {
        ConfigException missing = ConfigException.missing(AGENT_FILE);
        assertThat(missing.problem().detail()).contains(AGENT_FILE).doesNotContain(root.toString());
        ConfigException bad = new ConfigException("llm.model in x is not valid", new IllegalArgumentException("v"));
        assertThat(bad.problem().detail()).doesNotContain("llm.model");
        assertThat(bad.retryAfter()).isPresent();
    }

    private static String hash(EffectiveConfig config) {
        return ConfigHash.of(config, List.of());
    }

    private static ConfigSource layer(String name, int ordinal, Map<String, String> values) {
        return new PropertiesConfigSource(values, name, ordinal);
    }
}
