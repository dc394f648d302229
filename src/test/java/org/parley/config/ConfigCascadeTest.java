package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nearest level that has a value decides. */
class ConfigCascadeTest {
    private static final AgentAddress AGENT = new AgentAddress("acme", "alpha");

    @TempDir
    Path root;

    private final List<String> properties = new ArrayList<>();

    @BeforeEach
    void point() {
        property("parley.config.dir", root.toString());
    }

    @AfterEach
    void forget() {
        properties.forEach(System::clearProperty);
    }

    @Test
    void the_agents_file_stands_over_the_accounts_over_the_global_one_over_the_defaults() throws Exception {
        file("config.yaml", "llm: {model: global, temperature: 0.1, max_tokens: 11}\n");
        file("agent_configs/acme/config.yaml", "llm: {model: account, temperature: 0.2}\n");
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: agent}\n");

        EffectiveConfig config = load().values();

        assertThat(config.required("llm.model")).isEqualTo("agent");
        assertThat(config.decimal("llm.temperature")).isEqualByComparingTo("0.2");
        assertThat(config.whole("llm.max_tokens")).isEqualTo(11);
        assertThat(config.required("tools.execution")).as("default in the WAR").isEqualTo("parallel");
        assertThat(config.source("llm.model")).isEqualTo("agent_configs/acme/alpha/config.yaml");
    }

    @Test
    void a_system_property_stands_over_all_files() throws Exception {
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: agent}\n");
        property("llm.model", "property");
        assertThat(load().values().required("llm.model")).isEqualTo("property");
    }

    @Test
    void an_empty_value_counts_as_not_set() throws Exception {
        file("agent_configs/acme/config.yaml", "llm: {model: account}\n");
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: ''}\n");
        property("llm.model", "");
        assertThat(load().values().required("llm.model")).isEqualTo("account");
    }

    @Test
    void the_folder_of_another_account_or_of_the_agents_type_is_not_looked_at() throws Exception {
        file("agent_configs/tester/config.yaml", "llm: {model: by-type}\n");
        file("agent_configs/globex/alpha/config.yaml", "llm: {model: other-account}\n");
        file("agent_configs/acme/alpha/config.yaml", "agent: {type: tester}\n");
        assertThat(load().values().text("llm.model")).isEmpty();
    }

    @Test
    void a_list_may_have_commas_in_its_items() throws Exception {
        file(
                "agent_configs/acme/alpha/config.yaml",
                "agent:\n  suggestions: ['One, two?', 'Three?']\ntools:\n  enabled: []\n");
        assertThat(load().values().list("agent.suggestions")).containsExactly("One, two?", "Three?");
        assertThat(load().values().list("tools.enabled")).isEmpty();
    }

    @Test
    void an_agent_without_a_file_is_refused_and_the_file_is_named() throws Exception {
        file("config.yaml", "llm: {model: global}\n");
        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503))
                .hasMessageContaining("agent_configs/acme/alpha/config.yaml");
    }

    @Test
    void only_a_setting_lets_it_fall_back() throws Exception {
        file("config.yaml", "llm: {model: global}\nconfig: {cascade: {missing: fallback}}\n");
        assertThat(load().values().required("llm.model")).isEqualTo("global");
    }

    @Test
    void a_file_that_is_no_yaml_is_named() throws Exception {
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: [\n");
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("agent_configs/acme/alpha/config.yaml");
    }

    @Test
    void a_value_that_is_not_valid_is_named_with_its_source() throws Exception {
        file("agent_configs/acme/alpha/config.yaml", "llm: {temperature: warm}\n");
        EffectiveConfig config = load().values();
        assertThatThrownBy(() -> config.decimal("llm.temperature"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("llm.temperature")
                .hasMessageContaining("agent_configs/acme/alpha/config.yaml");
        assertThatThrownBy(() -> config.required("llm.model"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("llm.model");
    }

    @Test
    void equal_values_have_one_hash_and_secrets_no_part_in_it() throws Exception {
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: m}\n");
        String hash = load().hash();
        assertThat(load().hash()).isEqualTo(hash);
        property("llm.provider.api_key", "secret");
        assertThat(load().hash()).isEqualTo(hash);
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: other}\n");
        assertThat(load().hash()).isNotEqualTo(hash);
    }

    @Test
    void a_change_of_a_secret_is_never_shown_in_a_failure() throws Exception {
        property("llm.provider.api_key", "secret-key");
        file("agent_configs/acme/alpha/config.yaml", "{}\n");
        assertThatThrownBy(() -> load().values().whole("llm.provider.api_key"))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("secret-key");
    }

    @Test
    void agents_are_those_with_a_file_and_texts_are_found_nearest_first() throws Exception {
        file("system_prompt.md", "global");
        file("prompts/tone.md", "global tone");
        file("agent_configs/acme/alpha/config.yaml", "{}\n");
        file("agent_configs/acme/Bad Name/config.yaml", "{}\n");
        file("agent_configs/acme/empty/notes.txt", "x");
        assertThat(new ConfigCascade().agents()).containsOnlyKeys(AGENT);
        assertThat(nearest("system_prompt.md")).isEqualTo(new ConfigFile("system_prompt.md", "global", ""));
        assertThat(nearest("prompts/tone.md").path()).isEqualTo("prompts/tone.md");
        file("agent_configs/acme/system_prompt.md", "account");
        assertThat(nearest("system_prompt.md").path()).isEqualTo("agent_configs/acme/system_prompt.md");
        file("agent_configs/acme/alpha/system_prompt.md", "agent");
        assertThat(nearest("system_prompt.md").path()).isEqualTo("agent_configs/acme/alpha/system_prompt.md");
    }

    @Test
    void the_file_of_the_agents_type_is_ignored_and_reported() throws Exception {
        file("agent_configs/tester/config.yaml", "llm: {model: by-type, temperature: 2}\n");
        file("agent_configs/acme/alpha/config.yaml", "agent: {type: tester}\nllm: {model: own}\n");
        ConfigCascade cascade = new ConfigCascade();
        assertThat(cascade.forAgent(AGENT).values().required("llm.model")).isEqualTo("own");
        assertThat(cascade.forAgent(AGENT).values().decimal("llm.temperature")).isEqualByComparingTo("0.7");
        assertThat(warnings(cascade))
                .containsExactly("agent_configs/tester/config.yaml: is read for no agent; the account tester has none");
    }

    @Test
    void files_that_nobody_reads_are_reported() throws Exception {
        file("agent_configs/acme/alpha/config.yaml", "{}\n");
        file("agent_configs/config.yaml", "{}\n");
        file("agent_configs/acme/alpha/config.yml", "{}\n");
        file("agent_configs/acme/alpha/deeper/config.yaml", "{}\n");
        file("agent_configs/acme/Bad Name/config.yaml", "{}\n");
        file("agent_configs/acme/.git/config.yaml", "{}\n");
        assertThat(warnings(new ConfigCascade()))
                .extracting(warning -> warning.replaceAll(": is not read.*", ""))
                .containsExactly(
                        "agent_configs/acme/Bad Name/config.yaml",
                        "agent_configs/acme/alpha/config.yml",
                        "agent_configs/acme/alpha/deeper/config.yaml",
                        "agent_configs/config.yaml");
    }

    @Test
    void an_unknown_key_is_reported_with_file_line_and_the_nearest_known_one() throws Exception {
        file("config.yaml", "temperature: 1\ntotally.different: x\n");
        file("agent_configs/acme/config.yaml", "llm:\n  model: m\n  temprature: 0.9\n");
        file("agent_configs/acme/alpha/config.yaml", "llm:\n  tools:\n    execution: sequential\n");
        assertThat(warnings(new ConfigCascade()))
                .containsExactly(
                        "config.yaml line 1: temperature is not a known key; the nearest is llm.temperature",
                        "config.yaml line 2: totally.different is not a known key",
                        "agent_configs/acme/config.yaml line 3: llm.temprature is not a known key; the nearest is llm.temperature",
                        "agent_configs/acme/alpha/config.yaml line 3: llm.tools.execution is not a known key; the nearest is tools.execution");
    }

    @Test
    void a_key_on_a_level_where_it_has_no_effect_is_reported() throws Exception {
        file("config.yaml", "threads: {runs: 5}\noffline: {enabled: true}\n");
        file("agent_configs/acme/alpha/config.yaml", "openai: {models: {listed: [acme]}}\n");
        assertThat(warnings(new ConfigCascade()))
                .containsExactly(
                        "config.yaml line 1: threads.runs has no effect in a file; set it in the environment",
                        "agent_configs/acme/alpha/config.yaml line 1: openai.models.listed belongs in the global config.yaml");
    }

    @Test
    void without_a_directory_nothing_is_served_and_with_one_all_is() throws Exception {
        property("parley.config.dir", root.resolve("later").toString());
        ConfigCascade cascade = new ConfigCascade();
        assertThat(cascade.isPresent()).isFalse();
        assertThatThrownBy(() -> cascade.forAgent(AGENT))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the configuration directory is not there");
        file("later/agent_configs/acme/alpha/config.yaml", "llm: {model: m}\n");
        assertThat(cascade.refresh()).isTrue();
        assertThat(cascade.forAgent(AGENT).values().required("llm.model")).isEqualTo("m");
    }

    @Test
    void a_global_file_that_is_not_valid_is_named() throws Exception {
        file("config.yaml", "config: {cascade: {missing: perhaps}}\n");
        assertThatThrownBy(() -> new ConfigCascade().global())
                .hasMessage("config.yaml line 1: config.cascade.missing is none of fail, fallback");
    }

    private static List<String> warnings(ConfigCascade cascade) {
        return cascade.state().required().warnings().stream()
                .map(ConfigFinding::toString)
                .toList();
    }

    private ConfigFile nearest(String name) {
        return new ConfigDirectory(root).read().of(AGENT).nearest(name).orElseThrow();
    }

    private AgentConfig load() {
        return new ConfigCascade().forAgent(AGENT);
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void property(String key, String value) {
        System.setProperty(key, value);
        properties.add(key);
    }
}
