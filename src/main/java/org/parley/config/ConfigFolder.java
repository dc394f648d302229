package org.parley.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one level of the cascade has in its folder: {@code config.yaml}, and texts: {@code *.md}, {@code *.csv} and
 * {@code prompts/*.md}.
 *
 * @param files by their names in the folder
 */
record ConfigFolder(String path, Map<String, ConfigFile> files) {
    static final String CONFIG = "config.yaml";
    private static final String PROMPTS = "prompts";

    ConfigFolder {
        files = Map.copyOf(files);
    }

    static ConfigFolder empty(String path) {
        return new ConfigFolder(path, Map.of());
    }

    static ConfigFolder read(Path root, Path folder) throws IOException {
        Map<String, ConfigFile> files = new TreeMap<>();
        for (Path file : paths(folder)) {
            String path = root.relativize(file).toString();
            files.put(folder.relativize(file).toString(), ConfigFile.read(path, file));
        }
        return new ConfigFolder(root.relativize(folder).toString(), files);
    }

    /** The files of a folder that are read; links are followed. */
    static Iterable<Path> paths(Path folder) throws IOException {
        return Stream.concat(
                        ConfigDirectory.children(folder)
                                .filter(file ->
                                        file.endsWith(CONFIG) || file.toString().matches(".*\\.(md|csv)")),
                        ConfigDirectory.children(folder.resolve(PROMPTS))
                                .filter(file -> file.toString().endsWith(".md")))
                .filter(Files::isRegularFile)
                .toList();
    }

    Optional<ConfigFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** The path that a file of this name has, or would have. */
    String pathOf(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
