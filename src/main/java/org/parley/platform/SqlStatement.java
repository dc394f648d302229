package org.parley.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
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

    /** Several as one text, which goes to the database in one piece. */
    static SqlStatement joined(List<SqlStatement> statements) {
        List<@Nullable Object> values = new ArrayList<>();
        statements.forEach(statement -> values.addAll(statement.values()));
        return new SqlStatement(statements.stream().map(SqlStatement::text).collect(Collectors.joining(";\n")), values);
    }
}
