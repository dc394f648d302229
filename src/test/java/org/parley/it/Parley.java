package org.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parley.fake.ProviderStub;
import org.parley.fake.ProxyStub;
import org.parley.run.AppServer;
import org.parley.run.Database;
import org.parley.run.FileTree;
import org.parley.run.Ports;
import org.parley.run.ServerPlace;

/** The running product: one that the black-box tests share, started once and ended with the test JVM, or one of a test's own. */
public final class Parley implements AutoCloseable {
    /** Turns that may run at once. */
    static final int RUN_THREADS = 60;

    /** Tool calls that may be at work at once. */
    static final int TOOL_THREADS = 12;

    private static @Nullable Parley running;

    private final ProviderStub provider = new ProviderStub();
    private final ProxyStub proxy = new ProxyStub(provider.baseUrl());
    private final Instant startedAt = Instant.now();
    private final int databasePort = Ports.free();
    private final Path databaseFiles;
    private final Path configDirectory;
    private final AppServer server;
    private Database database;

    private Parley(String name, int port, Map<String, String> settings) throws InterruptedException {
        Path basedir = Path.of("").toAbsolutePath();
        databaseFiles = basedir.resolve("target/" + name + "-postgres");
        database = freshDatabase();
        configDirectory = configuration(basedir.resolve("target/" + name + "-config"), provider.baseUrl());
        Map<String, String> environment = new LinkedHashMap<>(shared());
        environment.put("HTTP_PORT", String.valueOf(port));
        environment.put("THREADS_RUNS", String.valueOf(RUN_THREADS));
        environment.put("THREADS_TOOLS", String.valueOf(TOOL_THREADS));
        environment.put("LEDGER_UPKEEP_INTERVAL", "PT0.5S");
        environment.put("RECONCILIATION_BACKOFF", "PT0.5S");
        environment.put("RECONCILIATION_ATTEMPTS", "4");
        environment.put("OFFLINE_WORD_DELAY", "PT0.005S");
        environment.put("LLM_PROVIDER_API_KEY", "canary-key-5f1c0e");
        environment.put("LLM_PROVIDER_PROXY", proxy.address());
        environment.put("LLM_PROVIDER_PROXY_USER", "parley");
        environment.put("LLM_PROVIDER_PROXY_PASSWORD", "canary-proxy-5f1c0e");
        String agent = System.getProperty("parley.server.jvm", "");
        if (!agent.isEmpty()) {
            environment.put("JVM_ARGS", agent);
        }
        environment.putAll(settings);
        server = AppServer.deployed(new ServerPlace(basedir, "parley-" + name, port, environment));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        server.start();
    }

    /** The product, started when it is asked for first. */
    public static synchronized Parley running() {
        try {
            if (running == null) {
                running = new Parley("it", Ports.free(), Map.of());
            }
            return running;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * One of a test's own, on a database of its own.
     *
     * @param settings over those of the shared one
     */
    static Parley start(String name, Map<String, String> settings) throws InterruptedException {
        return start(name, Ports.free(), settings);
    }

    /** The same at a port that others have to know before. */
    static Parley start(String name, int port, Map<String, String> settings) throws InterruptedException {
        return new Parley(name, port, settings);
    }

    public URI address() {
        return server.address();
    }

    /** The started process, in which the server's JVM is or below which it is. */
    ProcessHandle process() {
        return server.process().toHandle();
    }

    public ProviderStub provider() {
        return provider;
    }

    /** Between the server and all providers that are not on this machine. */
    public ProxyStub proxy() {
        return proxy;
    }

    /** When the server was started; what is older in its directory is of other runs. */
    public Instant startedAt() {
        return startedAt;
    }

    /** What servers on the same database and configuration directory have in their environments. */
    Map<String, String> shared() {
        Map<String, String> shared = new LinkedHashMap<>(database.environment());
        shared.put("DB_PASSWORD", "canary-db-5f1c0e"); // the database trusts whoever comes
        shared.put("DB_OWNER_PASSWORD", "canary-owner-5f1c0e");
        shared.put("PARLEY_CONFIG_DIR", configDirectory().toString());
        return shared;
    }

    /** The configuration directory of the server. */
    Path configDirectory() {
        return configDirectory;
    }

    /** The server's directory: logs, incidents, traces, and what it unpacked. */
    public Path serverHome() {
        return server.home();
    }

    /** Ends PostgreSQL, and whatever is connected to it. */
    void stopDatabase() {
        database.stop();
    }

    /** Starts it again where it stopped. */
    void startDatabase() {
        database = Database.start(databasePort, databaseFiles, true);
    }

    public Connection database() throws SQLException {
        return database.connect();
    }

    /** As the server has it. */
    Connection databaseAsApplication() throws SQLException {
        return database.connectAsApplication();
    }

    /** What the server has written to its console so far. */
    public String console() {
        try {
            return Files.readString(server.console());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
        database.stop();
        provider.close();
        proxy.close();
    }

    private Database freshDatabase() {
        try {
            FileTree.delete(databaseFiles);
            return Database.start(databasePort, databaseFiles, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sample configuration, and accounts of the tests whose models are the stub's. */
    static Path configuration(Path target, String stub) {
        Path basedir = Path.of("").toAbsolutePath();
        try {
            FileTree.delete(target);
            FileTree.copy(basedir.resolve("src/main/sample"), target);
            FileTree.copy(basedir.resolve("src/test/config"), target);
            for (String account : new String[] {"acme", "globex", "initech", "capped", "limited", "reported"}) {
                Path file = target.resolve("agent_configs/" + account + "/config.yaml");
                Files.writeString(file, Files.readString(file).replace("STUB_URL", stub));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
