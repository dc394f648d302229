package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A YAML file says what it says by its words, and every fault by its line. */
class YamlLayerTest {
    @Test
    void values_are_the_words_of_the_file_with_the_line_of_their_key() {
        YamlLayer layer = parse("""
                # first
                llm:
                  temperature: 0.30
                  model: "a: b"   # why
                llm.max_tokens: 0x10
                prompt: {inspection: yes}
                tools:
                  enabled:
                    - a
                    - 'b, c'
                """);
        assertThat(layer.getValue("llm.temperature")).isEqualTo("0.30");
        assertThat(layer.line("llm.temperature")).isEqualTo(3);
        assertThat(layer.getValue("llm.model")).isEqualTo("a: b");
        assertThat(layer.getValue("llm.max_tokens")).isEqualTo("0x10");
        assertThat(layer.getValue("prompt.inspection")).isEqualTo("yes");
        assertThat(layer.getValue("tools.enabled")).isEqualTo("a,b\\, c");
        assertThat(layer.line("no.such")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing is set here\n", "---\n", "{}\n", "~\n"})
    void a_file_may_set_nothing(String yaml) {
        assertThat(parse(yaml).getPropertyNames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llm: {model: }\n", "llm: {model: ~}\n", "llm: {model: ''}\n", "llm: {model: []}\n"})
    void a_key_without_a_value_is_empty(String yaml) {
        assertThat(parse(yaml).getValue("llm.model")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llm:\\n  model: a\\n  tools: [x\\nnext: 1\\n|4",
                "# first\\nllm:\\n\\tmodel: a\\n|3",
                "just words|1",
                "- a\\n- b\\n|1",
                "llm: {model: a}\\nllm.model: b\\n|2",
                "llm: {model: a}\\nllm: {model: b}\\n|2",
                "a:\\n- {b: c}\\n|2",
                "a:\\n- [b]\\n|2",
                "? [a, b]\\n: c\\n|1",
                "a: &x\\n  b: *x\\n|1",
                "a: 1\\n---\\nb: 2\\n|2"
            })
    void a_fault_is_told_with_file_and_line(String yaml, int line) {
        assertThatThrownBy(() -> parse(yaml.replace("\\n", "\n").replace("\\t", "\t")))
                .isInstanceOfSatisfying(ConfigException.class, e -> {
                    assertThat(e.finding().source()).isEqualTo("config.yaml");
                    assertThat(e.finding().line()).isEqualTo(line);
                });
    }

    @Test
    void aliases_beyond_measure_are_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> parse(bomb.toString())).isInstanceOf(ConfigException.class);
    }

    @Test
    void the_sample_sets_no_key_that_is_not_declared() throws Exception {
        Properties declared = new Properties();
        declared.load(Files.newBufferedReader(Path.of("src/main/resources/META-INF/microprofile-config.properties")));
        TreeSet<String> unknown = new TreeSet<>();
        for (Path file : samples()) {
            unknown.addAll(parse(Files.readString(file)).getPropertyNames());
        }
        unknown.removeAll(declared.stringPropertyNames());
        assertThat(unknown).isEmpty();
    }

    private static List<Path> samples() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/sample"))) {
            return files.filter(file -> file.endsWith("config.yaml")).toList();
        }
    }

    private static YamlLayer parse(String yaml) {
        return YamlLayer.parse("config.yaml", yaml, 220);
    }
}
