package org.parley.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What a list is.
 *
 * @param key the field that tells entries apart
 * @param fields in the order in which they are shown
 */
record ListSchema(String name, String title, String description, String key, List<Field> fields) {
    ListSchema {
        if (fields.isEmpty() || fields.stream().noneMatch(field -> field.name().equals(key))) {
            throw new IllegalArgumentException("key is not one of the fields");
        }
        if (fields.stream().map(Field::name).distinct().count() < fields.size()) {
            throw new IllegalArgumentException("a field is there twice");
        }
    }

    record Field(String name, FieldType type) {}

    List<String> fieldNames() {
        return fields.stream().map(Field::name).toList();
    }

    /** Reads {@code {list}.yaml}; what is wrong is an {@link ImportException}. */
    static ListSchema parse(String name, String yaml) throws ImportException {
        try {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            if (root instanceof Map<?, ?> map) {
                return new ListSchema(
                        name,
                        text(map, "title"),
                        text(map, "description"),
                        text(map, "key"),
                        fields(map.get("fields")));
            }
            throw new IllegalArgumentException("it is not a mapping");
        } catch (YAMLException | IllegalArgumentException e) {
            throw new ImportException(name + ".yaml", List.of(String.valueOf(e.getMessage())));
        }
    }

    private static List<Field> fields(@Nullable Object list) {
        List<Field> fields = new ArrayList<>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof Map<?, ?> field)) {
                    throw new IllegalArgumentException("'" + item + "' is no field");
                }
                fields.add(new Field(fieldName(text(field, "name")), FieldType.of(text(field, "type"))));
            }
        }
        return fields;
    }

    private static String fieldName(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}") || name.equals("tags")) {
            throw new IllegalArgumentException("'" + name + "' is no name for a field");
        }
        return name;
    }

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw new IllegalArgumentException(key + " is missing");
    }
}
