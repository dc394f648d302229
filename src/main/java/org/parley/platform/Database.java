package org.parley.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The database, as a caller may see it: each says for which accounts its statements are, and PostgreSQL holds them to
 * that. A transaction goes to the database through this class or through {@link Entities}, never through both: some
 * servers take two connections for that.
 *
 * <p>Without a transaction its connections are not shareable: one that is would stay with the request or bean method
 * that asked for it until that ends, and requests that then wait for a second one would starve each other.
 */
@ApplicationScoped
public class Database {
    private static final String SCOPE = "org.parley.scope.statements";

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource shared;

    @Resource(name = "jdbc/unshared", lookup = "java:comp/DefaultDataSource", shareable = false)
    DataSource unshared;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** Statements that see and write rows of one account. */
    public Statements of(UUID account) {
        return new ScopedStatements(this, Scope.of(account));
    }

    /** The same for the account of that slug; when there is none, they see and write nothing. */
    public Statements ofSlug(String account) {
        return new ScopedStatements(this, Scope.ofSlug(account));
    }

    /** Statements that see and write rows of all accounts: what the installation itself does, and no client's request. */
    public Statements ofAll() {
        return new ScopedStatements(this, Scope.ALL);
    }

    /** Statements about what belongs to no account. */
    public Statements ofNone() {
        return new ScopedStatements(this, Scope.NONE);
    }

    Connection connect() throws SQLException {
        return (isInTransaction() ? shared : unshared).getConnection();
    }

    /** What the transaction has in force. */
    Scope scope() {
        return isInTransaction() && transactions.getResource(SCOPE) instanceof Scope scope ? scope : Scope.NONE;
    }

    /** Remembers what the transaction has in force from now on. */
    void enter(Scope scope) {
        if (isInTransaction()) {
            transactions.putResource(SCOPE, scope);
        }
    }

    private boolean isInTransaction() {
        return transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }
}
