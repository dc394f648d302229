package org.parley.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs plain statements in the transaction of the caller, or each by itself where there is none. */
public interface Statements {
    /** Makes a value of the row that a result stands on. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Changes rows; returns how many. */
    int update(SqlStatement statement);

    /** All rows of a query, or those that a changing statement returns. */
    <T> List<T> query(RowReader<T> reader, String text, @Nullable Object... values);

    /** Changes rows; returns how many. */
    default int update(String text, @Nullable Object... values) {
        return update(SqlStatement.of(text, values));
    }

    /** Runs statements in their order, in one round trip to the database; the first that fails ends them all. */
    default void updateAll(List<SqlStatement> statements) {
        if (!statements.isEmpty()) {
            update(SqlStatement.joined(statements));
        }
    }

    /** The first row of a query, when there is one. */
    default <T> Optional<T> first(RowReader<T> reader, String text, @Nullable Object... values) {
        return query(reader, text, values).stream().findFirst();
    }
}
