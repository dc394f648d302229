package org.parley.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads one YAML file of the configuration directory as a source of its ordinal, named by its path in the directory. */
final class YamlLayer {
    private YamlLayer() {}

    static ConfigSource read(Path root, Path file, int ordinal) {
        String name = root.relativize(file).toString();
        try {
            String yaml = Files.readString(file);
            requireMapping(yaml);
            return new YamlConfigSource(name, yaml, ordinal);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(name + " cannot be read: line " + line + ": " + e.getProblem(), e);
        } catch (IOException | YAMLException e) {
            throw new ConfigException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireMapping(String yaml) {
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (content != null && !(content instanceof Map)) {
            throw new YAMLException("it is not a mapping");
        }
    }
}
