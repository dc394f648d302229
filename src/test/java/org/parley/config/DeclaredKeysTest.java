package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A key exists only if something reads it, and nothing reads a key that is not declared with its default. */
class DeclaredKeysTest {
    private static final Path DECLARED = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final Pattern DOTTED = Pattern.compile("\"([a-z]+(?:\\.[a-z_]+)+)\"");
    private static final Pattern EVENTS = Pattern.compile("EventLog\\s*\\.\\w+\\(\\s*\"[^\"]*\"");
    private static final Set<String> OTHER_NAMES = Set.of(
            "config.yaml",
            "config.cascade.success",
            "config.cascade.fallback",
            "chat.completion",
            "chat.completion.chunk");

    @Test
    void every_declared_key_is_read() throws Exception {
        String code = sources(Path.of("src/main/java")) + sources(Path.of("server-config"));
        assertThat(keys())
                .filteredOn(key -> !key.startsWith("mp."))
                .allSatisfy(key -> assertThat(code.contains('"' + key + '"') || code.contains(environmentName(key)))
                        .as(key)
                        .isTrue());
    }

    /** Whatever looks like a key in the code is one, so that no way of reading escapes. */
    @Test
    void every_key_that_is_read_is_declared() throws Exception {
        Set<String> families =
                keys().stream().map(key -> key.substring(0, key.indexOf('.'))).collect(Collectors.toSet());
        String code = EVENTS.matcher(sources(Path.of("src/main/java"))).replaceAll("");
        Set<String> read = DOTTED.matcher(code)
                .results()
                .map(found -> found.group(1))
                .filter(name -> families.contains(name.substring(0, name.indexOf('.'))))
                .collect(Collectors.toSet());
        read.removeAll(OTHER_NAMES);
        assertThat(read).hasSizeGreaterThan(50);
        assertThat(keys()).containsAll(read);
    }

    @Test
    void every_key_has_one_comment_that_says_where_it_can_be_set() throws Exception {
        List<String> lines = Files.readAllLines(DECLARED);
        for (String key : keys()) {
            int at = lines.indexOf(lines.stream()
                    .filter(line -> line.startsWith(key + "="))
                    .findFirst()
                    .orElseThrow());
            String comment = lines.get(at - 1);
            assertThat(comment).as(key).startsWith("# ").hasSizeGreaterThan(10);
            boolean ofProcess = key.startsWith("mp.")
                    || key.startsWith("db.")
                    || comment.contains("by environment or system property only");
            assertThat(ConfigKeys.scope(key) == ConfigKeys.Scope.PROCESS)
                    .as(key)
                    .isEqualTo(ofProcess);
        }
    }

    private static String environmentName(String key) {
        return key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Set<String> keys() throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(DECLARED)) {
            properties.load(file);
        }
        return properties.stringPropertyNames();
    }

    private static String sources(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
