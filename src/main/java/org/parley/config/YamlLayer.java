package org.parley.config;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One YAML file as a source of its ordinal, named by its path in the directory. Values are the words of the file as they
 * stand, so that a number keeps its digits; a list is its items with commas between, a comma in an item as {@code \,}.
 */
final class YamlLayer implements ConfigSource {
    private static final int DEEPEST = 10;

    private final String path;
    private final int ordinal;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(String value, int line) {}

    private YamlLayer(String path, int ordinal) {
        this.path = path;
        this.ordinal = ordinal;
    }

    static YamlLayer parse(String path, String yaml, int ordinal) {
        YamlLayer layer = new YamlLayer(path, ordinal);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (root instanceof MappingNode mapping) {
                layer.add("", mapping, 1);
            } else if (root != null && !isNull(root)) {
                throw layer.refused(root, "is not a mapping");
            }
            return layer;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(ConfigFinding.ofFile(path, line, "is not YAML: " + e.getProblem()), e);
        } catch (YAMLException e) {
            throw new ConfigException(ConfigFinding.ofFile(path, 0, "is not YAML: " + e.getMessage()), e);
        }
    }

    /** The line that a key stands in, from 1; 0 when it is not in the file. */
    int line(String key) {
        Entry entry = entries.get(key);
        return entry == null ? 0 : entry.line();
    }

    @Override
    public Set<String> getPropertyNames() {
        return entries.keySet();
    }

    @Override
    public @Nullable String getValue(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    @Override
    public String getName() {
        return path;
    }

    @Override
    public int getOrdinal() {
        return ordinal;
    }

    private void add(String prefix, MappingNode mapping, int depth) {
        if (depth > DEEPEST) {
            throw refused(mapping, "is nested too deeply");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = prefix + scalar(tuple.getKeyNode());
            if (tuple.getValueNode() instanceof MappingNode below) {
                add(key + ".", below, depth + 1);
            } else if (entries.putIfAbsent(key, new Entry(value(tuple.getValueNode()), line(tuple.getKeyNode())))
                    != null) {
                throw new ConfigException(
                        new ConfigFinding(path, line(tuple.getKeyNode()), key, "stands twice in the file"), null);
            }
        }
    }

    private String value(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> scalar(item).replace(",", "\\,"))
                    .collect(Collectors.joining(","));
        }
        return scalar(node);
    }

    private String scalar(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw refused(node, "has a structure where a word belongs");
        }
        return isNull(node) ? "" : scalar.getValue();
    }

    private ConfigException refused(Node node, String reason) {
        return new ConfigException(ConfigFinding.ofFile(path, line(node), reason), null);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
