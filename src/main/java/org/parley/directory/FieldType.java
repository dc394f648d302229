package org.parley.directory;

import java.util.Locale;
import java.util.regex.Pattern;

/** Types of a field, and what a value must look like. */
enum FieldType {
    TEXT(".*"),
    NUMBER("[+-]?\\d{1,18}(\\.\\d{1,9})?"),
    EMAIL("[^@\\s]+@[^@\\s]+\\.[^@\\s]+"),
    PHONE("[+(]?\\d[\\d ()./-]{2,30}( ext\\. ?\\d{1,6})?"),
    URL("https?://\\S+"),
    HOURS(".*");

    private final Pattern shape;

    FieldType(String shape) {
        this.shape = Pattern.compile(shape, Pattern.DOTALL);
    }

    boolean accepts(String value) {
        return shape.matcher(value).matches();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FieldType of(String word) {
        for (FieldType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no type of a field");
    }
}
