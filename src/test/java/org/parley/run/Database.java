package org.parley.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database of a run: PostgreSQL from Maven artifacts, durable as in production, or one that the user names. */
public final class Database implements AutoCloseable {
    private final @Nullable EmbeddedPostgres embedded;
    private final String url;
    private final String user;
    private final String password;

    private Database(@Nullable EmbeddedPostgres embedded, String url, String user, String password) {
        this.embedded = embedded;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** The user's own; not started and not stopped by us. */
    static Database at(String url, String user, String password) {
        return new Database(null, url, user, password);
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
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
            return new Database(
                    postgres,
                    "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                    "postgres",
                    "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return url;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
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
