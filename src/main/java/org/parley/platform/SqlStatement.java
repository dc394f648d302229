package org.parley.platform;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with the values of its parameters, in order: texts, numbers, UUIDs, instants and nulls.
 *
 * @param text with a {@code ?} for each value
 */
public record SqlStatement(String text, List<@Nullable Object> values) {
    public SqlStatement {
        values = Collections.unmodifiableList(values);
    }

    public static SqlStatement of(String text, @Nullable Object... values) {
        return new SqlStatement(text, Arrays.asList(values));
    }
}
