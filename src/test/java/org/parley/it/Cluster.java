package org.parley.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parley.fake.ProviderStub;
import org.parley.run.AppServer;
import org.parley.run.Database;
import org.parley.run.Ports;
import org.parley.run.Rows;
import org.parley.run.ServerPlace;
import org.parley.run.ServerProduct;

/** Servers on a database of their own, for tests that end and start them. */
final class Cluster implements AutoCloseable {
    private final Path basedir = Path.of("").toAbsolutePath();
    private final ProviderStub provider = new ProviderStub();
    private final Path data = basedir.resolve("target/cluster-postgres");
    private final Database database = Database.start(Ports.free(), data, false);
    private final Path configuration =
            Parley.configuration(basedir.resolve("target/cluster-config"), provider.baseUrl());
    private final Postgres postgres = new Postgres(data);
    private final Map<String, AppServer> nodes = new LinkedHashMap<>();

    Cluster() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Lays out a server, without starting it. */
    AppServer node(String name) {
        return node(name, ServerProduct.chosen());
    }

    /** The same of a product that need not be the build's. */
    AppServer node(String name, ServerProduct product) {
        return nodes.computeIfAbsent(name, it -> {
            int port = Ports.free();
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("HTTP_PORT", String.valueOf(port));
            environment.putAll(database.environment());
            environment.put("PARLEY_CONFIG_DIR", configuration.toString());
            environment.put("NODE_NAME", name);
            environment.put("LEDGER_JOURNAL_DIR", journal(name).toString());
            environment.put("SHUTDOWN_GRACE", "PT6S");
            environment.put("NODE_HEARTBEAT", "PT0.5S");
            environment.put("NODE_TIMEOUT", "PT5S");
            environment.put("LEDGER_CHECKPOINT_INTERVAL", "PT0.2S");
            return AppServer.deployed(product, new ServerPlace(basedir, "parley-" + name, port, environment));
        });
    }

    /** Where that node keeps what the database could not take. */
    Path journal(String name) {
        return basedir.resolve("target/cluster-journal").resolve(name);
    }

    Api api(String name) {
        return new Api(node(name).address());
    }

    /** What the database runs in. */
    Postgres postgres() {
        return postgres;
    }

    ProviderStub provider() {
        return provider;
    }

    Sql sql() {
        return new Sql(rows());
    }

    Rows rows() {
        return new Rows(database::connect);
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    public void close() {
        nodes.values().forEach(AppServer::stop);
        database.stop();
        provider.close();
    }
}
