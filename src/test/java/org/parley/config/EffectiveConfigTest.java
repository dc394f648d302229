package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
        ConfigSource yaml = new YamlConfigSource("x", "llm: {temperature: 0.1}\n", 260);
        assertThat(FakeConfig.layered(yaml).decimal("llm.temperature")).hasToString("0.1");
        assertThat(FakeConfig.of(Map.of("llm.temperature", "0.30000000000000000001"))
                        .decimal("llm.temperature"))
                .hasToString("0.30000000000000000001");
    }

    @Test
    void a_list_is_the_same_from_a_property_and_from_yaml() throws Exception {
        ConfigSource yaml =
                new YamlConfigSource("x", "agent:\n  suggestions:\n    - 'A, b and c?'\n    - D\n    - ', e ,'\n", 260);
        assertThat(FakeConfig.layered(yaml).list("agent.suggestions")).containsExactly("A, b and c?", "D", ", e ,");
        assertThat(FakeConfig.of(Map.of("agent.suggestions", " A\\, b and c? ,D,,"))
                        .list("agent.suggestions"))
                .containsExactly("A, b and c?", "D");
    }

    @Test
    void the_nearer_list_replaces_the_farther_one_as_a_whole() throws Exception {
        ConfigSource account = new YamlConfigSource("account", "tools: {enabled: [a, b, c]}\n", 240);
        ConfigSource agent = new YamlConfigSource("agent", "tools: {enabled: [d]}\n", 260);
        assertThat(FakeConfig.layered(account, agent).list("tools.enabled")).containsExactly("d");
    }

    @Test
    void the_hash_does_not_depend_on_the_level_that_a_value_comes_from() {
        Map<String, String> values = Map.of("llm.model", "m", "llm.max_tokens", "5");
        Set<String> keys = Set.of("llm.model", "llm.max_tokens", "llm.provider.api_key", "llm.provider.proxy_password");
        String hash = FakeConfig.of(values).hash(keys);

        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(FakeConfig.layered(layer("global", 220, values)).hash(keys)).isEqualTo(hash);
        assertThat(FakeConfig.of(Map.of("llm.model", "m", "llm.max_tokens", "6"))
                        .hash(keys))
                .isNotEqualTo(hash);
        for (String secret : Set.of("llm.provider.api_key", "llm.provider.proxy_password")) {
            assertThat(FakeConfig.of(Map.of("llm.model", "m", "llm.max_tokens", "5", secret, "another"))
                            .hash(keys))
                    .as(secret)
                    .isEqualTo(hash);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"llm:\n  model: a\n  tools: [x\nnext: 1\n", "llm:\n\tmodel: a\n", "just words", "- a\n- b\n"})
    void a_file_that_is_no_yaml_mapping_is_refused_by_name(String yaml, @TempDir Path root) throws Exception {
        Path file = Files.writeString(root.resolve("config.yaml"), yaml);
        assertThatThrownBy(() -> YamlLayer.read(root, file, 220))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.yaml");
    }

    @Test
    void a_fault_in_a_file_is_told_with_its_line(@TempDir Path root) throws Exception {
        Path file = Files.writeString(root.resolve("config.yaml"), "# first\nllm:\n\tmodel: a\n");
        assertThatThrownBy(() -> YamlLayer.read(root, file, 220))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing is set here\n", "---\n", "{}\n"})
    void a_file_may_set_nothing(String yaml, @TempDir Path root) throws Exception {
        Path file = Files.writeString(root.resolve("config.yaml"), yaml);
        assertThat(YamlLayer.read(root, file, 220).getPropertyNames()).isEmpty();
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused_by_name(@TempDir Path root) throws Exception {
        Path file = Files.write(root.resolve("config.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> YamlLayer.read(root, file, 220))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.yaml");
    }

    @Test
    void a_file_of_an_agent_that_comes_later_is_found_without_a_restart(@TempDir Path root) throws Exception {
        System.setProperty("parley.config.dir", root.toString());
        try {
            ConfigCascade cascade = new ConfigCascade();
            AgentAddress address = new AgentAddress("acme", "late");
            assertThatThrownBy(() -> cascade.forAgent(address)).isInstanceOf(ConfigException.class);
            Path folder = Files.createDirectories(root.resolve("agent_configs/acme/late"));
            Files.writeString(folder.resolve("config.yaml"), "llm: {model: late}\n");
            assertThat(cascade.forAgent(address).values().required("llm.model")).isEqualTo("late");
        } finally {
            System.clearProperty("parley.config.dir");
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

    @Test
    void the_sample_sets_no_key_that_is_not_declared() throws Exception {
        Properties declared = new Properties();
        declared.load(Files.newBufferedReader(Path.of("src/main/resources/META-INF/microprofile-config.properties")));
        Set<String> unknown = new TreeSet<>();
        for (Path file : yamlFiles()) {
            ConfigSource layer = YamlLayer.read(Path.of("src/main/sample"), file, 220);
            layer.getPropertyNames().stream()
                    .map(name -> name.replaceAll("\\[\\d+\\]$", ""))
                    .filter(name -> !declared.containsKey(name))
                    .forEach(name -> unknown.add(file + ": " + name));
        }
        assertThat(unknown).isEmpty();
    }

    private static Iterable<Path> yamlFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/sample"))) {
            return files.filter(file -> file.endsWith("config.yaml")).toList();
        }
    }

    private static ConfigSource layer(String name, int ordinal, Map<String, String> values) {
        return new PropertiesConfigSource(values, name, ordinal);
    }
}
