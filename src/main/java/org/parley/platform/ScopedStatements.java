package org.parley.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements in one scope. What puts it in force goes to the database together with the first of a transaction: it costs no
 * round trip. Where there is no transaction, PostgreSQL makes one of what comes together.
 */
final class ScopedStatements implements Statements {
    private final Database database;
    private final Scope scope;

    ScopedStatements(Database database, Scope scope) {
        this.database = database;
        this.scope = scope;
    }

    private interface Outcome<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    @Override
    public int update(SqlStatement statement) {
        return run(statement, PreparedStatement::getUpdateCount);
    }

    @Override
    public <T> List<T> query(RowReader<T> reader, String text, @Nullable Object... values) {
        return run(SqlStatement.of(text, values), statement -> {
            try (ResultSet result = statement.getResultSet()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        });
    }

    private <T> T run(SqlStatement statement, Outcome<T> outcome) {
        boolean isInForce = database.scope().equals(scope);
        SqlStatement sent = isInForce ? statement : SqlStatement.joined(List.of(scope.statement(), statement));
        try (Connection connection = database.connect();
                PreparedStatement prepared = connection.prepareStatement(sent.text())) {
            List<@Nullable Object> values = sent.values();
            for (int i = 0; i < values.size(); i++) {
                prepared.setObject(i + 1, parameter(values.get(i)));
            }
            prepared.execute();
            if (!isInForce) {
                prepared.getMoreResults();
                database.enter(scope);
            }
            return outcome.of(prepared);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static @Nullable Object parameter(@Nullable Object value) {
        return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
    }
}
