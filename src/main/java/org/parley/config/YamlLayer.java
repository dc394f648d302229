package org.parley.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads one YAML file of the configuration directory as a source of its ordinal, named by its path in the directory. */
final class YamlLayer {
    private YamlLayer() {}

    static ConfigSource read(Path root, Path file, int ordinal) {
        String name = root.relativize(file).toString();
        try {
            return new YamlConfigSource(name, Files.readString(file), ordinal);
        } catch (IOException | RuntimeException e) {
            throw new ConfigException(name + " cannot be read: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
