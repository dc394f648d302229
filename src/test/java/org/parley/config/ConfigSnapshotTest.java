package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.run.FileTree;

/** The directory is read as a whole, once, and what was taken of it stays as it is. */
class ConfigSnapshotTest {
    private static final AgentAddress ALPHA = new AgentAddress("acme", "alpha");
    private static final AgentAddress BETA = new AgentAddress("acme", "beta");

    @TempDir
    Path root;

    private final List<String> reads = new ArrayList<>();
    private final List<SettingsReader> readers = List.of(this::settings);

    /** What a feature made of an agent's values. */
    record Settings(String model, String prompt) {}

    @BeforeEach
    void configure() throws Exception {
        file("config.yaml", "llm: {max_tokens: 10}\n");
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: first}\n");
        file("agent_configs/acme/beta/config.yaml", "llm: {model: other}\n");
        file("agent_configs/acme/alpha/system_prompt.md", "Be brief.");
        file("agent_configs/acme/prompts/unused.md", "x");
    }

    @Test
    void what_was_taken_stays_as_it_is_whatever_the_files_say_then() throws Exception {
        ConfigSnapshot before = read(Optional.empty());
        AgentConfig running = before.require(ALPHA);
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: second}\n");
        file("agent_configs/acme/alpha/system_prompt.md", "Be long.");

        AgentConfig next = read(Optional.of(before)).require(ALPHA);

        assertThat(running.settings(Settings.class)).isEqualTo(new Settings("first", "Be brief."));
        assertThat(before.require(ALPHA)).isSameAs(running);
        assertThat(next.settings(Settings.class)).isEqualTo(new Settings("second", "Be long."));
        assertThat(next.hash()).isNotEqualTo(running.hash());
    }

    @Test
    void settings_are_read_once_for_a_snapshot_and_again_only_where_files_changed() throws Exception {
        ConfigSnapshot before = read(Optional.empty());
        before.require(ALPHA).settings(Settings.class);
        before.require(ALPHA).settings(Settings.class);
        assertThat(reads).containsExactlyInAnyOrder("first", "other");
        file("agent_configs/acme/beta/config.yaml", "llm: {model: changed}\n");

        ConfigSnapshot next = read(Optional.of(before));

        assertThat(reads).hasSize(3).endsWith("changed");
        assertThat(next.require(ALPHA)).isSameAs(before.require(ALPHA));
        file("config.yaml", "llm: {max_tokens: 11}\n");
        read(Optional.of(next));
        assertThat(reads).hasSize(5);
    }

    @Test
    void a_text_is_in_the_hash_of_the_agents_that_read_it_and_of_no_other() throws Exception {
        ConfigSnapshot before = read(Optional.empty());
        file("agent_configs/acme/alpha/system_prompt.md", "Be kind.");
        file("agent_configs/acme/prompts/unused.md", "y");
        ConfigSnapshot next = read(Optional.of(before));
        assertThat(next.require(ALPHA).hash())
                .isNotEqualTo(before.require(ALPHA).hash());
        assertThat(next.require(BETA).hash()).isEqualTo(before.require(BETA).hash());
    }

    @Test
    void a_broken_agent_is_refused_alone_and_by_file_and_line() throws Exception {
        file("agent_configs/acme/beta/config.yaml", "llm:\n  model: [\n");
        ConfigSnapshot snapshot = read(Optional.empty());
        assertThat(snapshot.agents()).containsOnlyKeys(ALPHA);
        assertThatThrownBy(() -> snapshot.require(BETA))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("agent_configs/acme/beta/config.yaml line 3: ");
    }

    @Test
    void a_text_that_cannot_be_read_refuses_who_reads_it() throws Exception {
        Files.write(root.resolve("agent_configs/acme/alpha/system_prompt.md"), new byte[] {(byte) 0xE9});
        ConfigSnapshot snapshot = read(Optional.empty());
        assertThat(snapshot.require(BETA).settings(Settings.class).model()).isEqualTo("other");
        assertThatThrownBy(() -> snapshot.require(ALPHA))
                .hasMessage("agent_configs/acme/alpha/system_prompt.md: is not UTF-8");
    }

    @Test
    void what_a_reader_refuses_is_told_with_the_place_of_its_key() throws Exception {
        file("agent_configs/acme/config.yaml", "# shared\nllm:\n  max_tokens: 0\n");
        ConfigSnapshot snapshot = new SnapshotReader(
                        new ConfigDirectory(root),
                        List.of(source -> {
                            throw ConfigException.invalid("llm.max_tokens", "is not above 0");
                        }),
                        List.of())
                .read(Optional.empty());
        assertThatThrownBy(() -> snapshot.require(ALPHA))
                .hasMessage("agent_configs/acme/config.yaml line 3: llm.max_tokens is not above 0");
    }

    @Test
    void all_faults_of_an_agent_are_found_and_what_agents_share_is_told_once() throws Exception {
        file("agent_configs/acme/config.yaml", "llm:\n  max_tokens: many\n  temperature: hot\n");
        ConfigSnapshot snapshot = new SnapshotReader(
                        new ConfigDirectory(root),
                        List.of(source -> {
                            source.values().decimal("llm.temperature");
                            source.values().whole("llm.max_tokens");
                            source.values().flag("prompt.inspection");
                            return new Settings("", "");
                        }),
                        List.of())
                .read(Optional.empty());
        assertThat(snapshot.faults())
                .extracting(ConfigFinding::toString)
                .containsExactly(
                        "agent_configs/acme/config.yaml line 3: llm.temperature is not a number",
                        "agent_configs/acme/config.yaml line 2: llm.max_tokens is not a whole number");
        assertThat(snapshot.refused()).containsOnlyKeys(ALPHA, BETA);
    }

    @Test
    void what_nobody_set_is_missing_in_the_agents_own_file() {
        ConfigSnapshot snapshot = new SnapshotReader(
                        new ConfigDirectory(root),
                        List.of(source -> new Settings(source.values().required("agent.welcome"), "")),
                        List.of())
                .read(Optional.empty());
        assertThatThrownBy(() -> snapshot.require(ALPHA))
                .hasMessage("agent_configs/acme/alpha/config.yaml: agent.welcome is not set");
    }

    @Test
    void settings_of_the_installation_that_a_feature_refuses_refuse_the_snapshot_as_a_whole() {
        assertThatThrownBy(() -> new SnapshotReader(new ConfigDirectory(root), readers, List.of(global -> {
                            throw ConfigException.invalid("llm.max_tokens", "is odd");
                        }))
                        .read(Optional.empty()))
                .hasMessage("config.yaml line 1: llm.max_tokens is odd");
    }

    @Test
    void a_snapshot_never_replaces_one_that_serves_what_it_does_not() throws Exception {
        ConfigSnapshot good = read(Optional.empty());
        file("agent_configs/acme/beta/config.yaml", "llm: [\n");
        ConfigSnapshot bad = read(Optional.of(good));
        assertThat(bad.objectionsTo(good))
                .extracting(ConfigFinding::source)
                .containsExactly("agent_configs/acme/beta/config.yaml");
        file("agent_configs/acme/alpha/config.yaml", "llm: {model: changed}\n");
        assertThat(read(Optional.of(bad)).objectionsTo(bad))
                .as("no worse than what is in force")
                .isEmpty();
        assertThat(good.objectionsTo(bad)).isEmpty();
    }

    @Test
    void a_directory_that_lost_all_its_agents_replaces_nothing() throws Exception {
        ConfigSnapshot good = read(Optional.empty());
        Files.move(root.resolve("agent_configs"), root.resolve("elsewhere"));
        assertThat(read(Optional.of(good)).objectionsTo(good)).hasSize(1);
    }

    @Test
    void the_hash_of_a_snapshot_is_that_of_its_files_wherever_they_are(@TempDir Path other) throws Exception {
        String hash = read(Optional.empty()).hash();
        FileTree.copy(root, other);
        assertThat(new SnapshotReader(new ConfigDirectory(other), readers, List.of())
                        .read(Optional.empty())
                        .hash())
                .isEqualTo(hash);
        file("agent_configs/acme/beta/config.yaml", "llm: {model: changed}\n");
        assertThat(read(Optional.empty()).hash()).isNotEqualTo(hash);
    }

    private ConfigSnapshot read(Optional<ConfigSnapshot> before) {
        return new SnapshotReader(new ConfigDirectory(root), readers, List.of()).read(before);
    }

    private Settings settings(AgentSource source) {
        String model = source.values().text("llm.model").orElse("");
        reads.add(model);
        return new Settings(
                model, source.nearest("system_prompt.md").map(ConfigFile::text).orElse(""));
    }

    private void file(String path, String content) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
