package org.parley.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of a run: PostgreSQL from Maven artifacts, durable as in production, or one that the user names. The
 * application logs in as one role, and its migrations as the owner of the tables.
 */
public final class Database implements AutoCloseable {
    /** The role that the application works as, in databases that are started here. */
    public static final String APPLICATION = "parley";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String SUPERUSER = "postgres";

    private final @Nullable EmbeddedPostgres embedded;
    private final String url;
    private final Login application;
    private final Login owner;

    /** A role of the database and its password. */
    record Login(String user, String password) {}

    private Database(@Nullable EmbeddedPostgres embedded, String url, Login application, Login owner) {
        this.embedded = embedded;
        this.url = url;
        this.application = application;
        this.owner = owner;
    }

    /** The user's own; not started and not stopped by us. */
    static Database at(String url, Login application, Login owner) {
        return new Database(null, url, application, owner);
    }

    /** Starts PostgreSQL on that port of the loopback interface, with its data in that directory. */
    public static Database start(int port, Path data, boolean keepData) {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data.toFile())
                    .setCleanDataDirectory(!keepData)
                    .setOverrideWorkingDirectory(
                            data.resolveSibling("embedded-pg").toFile())
                    .setPGStartupWait(START_LIMIT)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
            Database database = new Database(
                    postgres,
                    "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                    new Login(APPLICATION, APPLICATION),
                    new Login(SUPERUSER, SUPERUSER));
            database.makeRole();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Data that is kept may be of a time when there was one role for all. */
    private void makeRole() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$ BEGIN
                      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                        CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                      END IF;
                    END $$""".formatted(application.user(), application.password()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return url;
    }

    /** How a server is told of it. */
    public Map<String, String> environment() {
        return Map.of(
                "DB_URL", url,
                "DB_USER", application.user(),
                "DB_PASSWORD", application.password(),
                "DB_OWNER_USER", owner.user(),
                "DB_OWNER_PASSWORD", owner.password());
    }

    /** A connection that is held to nothing. */
    public Connection connect() throws SQLException {
        return connect(owner);
    }

    /** A connection as the application has it. */
    public Connection connectAsApplication() throws SQLException {
        return connect(application);
    }

    private Connection connect(Login login) throws SQLException {
        return DriverManager.getConnection(url, login.user(), login.password());
    }

    /** Stops what was started here. */
    public void stop() {
        if (embedded != null) {
            try {
                embedded.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
