package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A key exists only if something reads it, and nothing reads a key that is not declared with its default. */
class DeclaredKeysTest {
    private static final Path DECLARED = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final Pattern READ = Pattern.compile(
            "\\b(?:text|required|decimal|whole|flag|duration|timeout|list|convert|choice)\\(\\s*(?:config,\\s*)?\"([a-z][a-z0-9_.]*\\.[a-z0-9_.]+)\"");

    @Test
    void every_declared_key_is_read() throws Exception {
        String code = sources(Path.of("src/main/java")) + sources(Path.of("server-config"));
        assertThat(keys())
                .filteredOn(key -> !key.startsWith("mp."))
                .allSatisfy(key -> assertThat(code.contains('"' + key + '"') || code.contains(environmentName(key)))
                        .as(key)
                        .isTrue());
    }

    @Test
    void every_key_that_is_read_is_declared() throws Exception {
        Matcher reads = READ.matcher(sources(Path.of("src/main/java")));
        Set<String> read = new TreeSet<>();
        while (reads.find()) {
            read.add(reads.group(1));
        }
        assertThat(read).hasSizeGreaterThan(20);
        assertThat(keys()).containsAll(read);
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
