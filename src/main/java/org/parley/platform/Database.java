package org.parley.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs plain statements in the transaction of the caller, or each by itself where there is none. A transaction goes to
 * the database through this class or through JPA, never through both: some servers take two connections for that.
 *
 * <p>Without a transaction its connections are not shareable: one that is would stay with the request or bean method
 * that asked for it until that ends, and requests that then wait for a second one would starve each other.
 */
@ApplicationScoped
public class Database {
    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource shared;

    @Resource(name = "jdbc/unshared", lookup = "java:comp/DefaultDataSource", shareable = false)
    DataSource unshared;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** Makes a value of the row that a result stands on. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /** Changes rows; returns how many. */
    public int update(String text, @Nullable Object... values) {
        return update(SqlStatement.of(text, values));
    }

    /** Changes rows; returns how many. */
    public int update(SqlStatement statement) {
        return with(statement, PreparedStatement::executeUpdate);
    }

    /** Runs statements in their order, in one round trip to the database; the first that fails ends them all. */
    public void updateAll(List<SqlStatement> statements) {
        if (!statements.isEmpty()) {
            with(joined(statements), PreparedStatement::execute);
        }
    }

    /** All rows of a query, or those that a changing statement returns. */
    public <T> List<T> query(RowReader<T> reader, String text, @Nullable Object... values) {
        return with(SqlStatement.of(text, values), statement -> {
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        });
    }

    /** The first row of a query, when there is one. */
    public <T> Optional<T> first(RowReader<T> reader, String text, @Nullable Object... values) {
        return query(reader, text, values).stream().findFirst();
    }

    private <T> T with(SqlStatement statement, Work<T> work) {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement.text())) {
            List<@Nullable Object> values = statement.values();
            for (int i = 0; i < values.size(); i++) {
                prepared.setObject(i + 1, parameter(values.get(i)));
            }
            return work.on(prepared);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private Connection connect() throws SQLException {
        boolean inTransaction = transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
        return (inTransaction ? shared : unshared).getConnection();
    }

    private static SqlStatement joined(List<SqlStatement> statements) {
        List<@Nullable Object> values = new ArrayList<>();
        statements.forEach(statement -> values.addAll(statement.values()));
        return new SqlStatement(statements.stream().map(SqlStatement::text).collect(Collectors.joining(";\n")), values);
    }

    private static @Nullable Object parameter(@Nullable Object value) {
        return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
    }
}
