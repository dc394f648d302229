package org.parley.run;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code mvn} runs: database and server, until the user ends it. What stands in the way is said in one sentence. */
@SuppressWarnings("SystemOut")
public final class QuickStart {
    private static final PrintStream OUT = System.out;
    private static final String OWN_MODEL = "the built-in offline model (it follows rules; no key, no network)";

    private final Path basedir;
    private final Map<String, String> environment;

    private QuickStart(Path basedir, Map<String, String> environment) {
        this.basedir = basedir;
        this.environment = environment;
    }

    public static void main(String[] arguments) {
        Path basedir = Path.of(System.getProperty("parley.basedir", "")).toAbsolutePath();
        try {
            new QuickStart(basedir, System.getenv()).run();
        } catch (StartException e) {
            System.err.println();
            System.err.println("Parley did not start: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws StartException, InterruptedException {
        int httpPort = port("HTTP_PORT", 8080);
        requireFree("HTTP_PORT", httpPort);
        OUT.println("Starting PostgreSQL ...");
        try (Database database = database();
                AppServer server = server(httpPort, database)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.stop();
                database.stop();
            }));
            OUT.printf(
                    "Starting %s ... (its log: %s)%n",
                    ServerProduct.chosen().title(), basedir.relativize(server.console()));
            try {
                server.start();
            } catch (IllegalStateException e) {
                throw new StartException(e.getMessage() + ".");
            }
            welcome(httpPort);
            server.process().waitFor();
        }
    }

    private Database database() throws StartException {
        String url = environment.getOrDefault("DB_URL", "");
        if (url.isEmpty()) {
            int port = port("DB_PORT", 54329);
            requireFree("DB_PORT", port);
            return Database.start(port, basedir.resolve(".parley/postgres"), true);
        }
        Database.Login application = login("DB_", new Database.Login("postgres", "postgres"));
        Database.Login owner = login("DB_OWNER_", application);
        Database database = Database.at(url, application, owner);
        require(application, database::connectAsApplication);
        require(owner, database::connect);
        return database;
    }

    private Database.Login login(String prefix, Database.Login otherwise) {
        return new Database.Login(
                environment.getOrDefault(prefix + "USER", otherwise.user()),
                environment.getOrDefault(prefix + "PASSWORD", otherwise.password()));
    }

    private static void require(Database.Login login, Rows.Source source) throws StartException {
        try (Connection connection = source.open()) {
            connection.isValid(5);
        } catch (SQLException e) {
            throw new StartException(
                    "the database at DB_URL cannot be used as " + login.user() + " (" + firstLine(e) + ").");
        }
    }

    private AppServer server(int httpPort, Database database) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("HTTP_PORT", String.valueOf(httpPort));
        settings.putAll(database.environment());
        settings.put(
                "PARLEY_CONFIG_DIR",
                environment.getOrDefault(
                        "PARLEY_CONFIG_DIR", basedir.resolve("src/main/sample").toString()));
        settings.put(
                "LEDGER_JOURNAL_DIR",
                environment.getOrDefault(
                        "LEDGER_JOURNAL_DIR", basedir.resolve(".parley/journal").toString()));
        return AppServer.deployed(new ServerPlace(basedir, "parley", httpPort, settings));
    }

    private void welcome(int port) {
        Optional<String> provider =
                Optional.ofNullable(environment.get("LLM_PROVIDER_BASE_URL")).filter(url -> !url.isBlank());
        OUT.printf(
                """

                Parley is running.  Ctrl-C stops it.

                  Chat page   http://localhost:%1$d/
                  Try it      curl -N http://localhost:%1$d/api/accounts/wyckoff/agents/wyckoff_info_chat1/stream \\
                                -H 'Content-Type: application/json' \\
                                -d '{"message":"Who is a cardiologist, and when is the pharmacy open?"}'
                  Model       %2$s
                %3$s
                """,
                port, provider.map(url -> "provider at " + url).orElse(OWN_MODEL), provider.isPresent() ? "" : """
                          Real model  set LLM_PROVIDER_BASE_URL, LLM_PROVIDER_API_KEY and LLM_MODEL, then run mvn again; for example
                                      LLM_PROVIDER_BASE_URL=https://openrouter.ai/api/v1 LLM_MODEL=openai/gpt-4o-mini
                        """);
        OUT.flush();
    }

    private int port(String name, int otherwise) throws StartException {
        String text = environment.getOrDefault(name, "");
        try {
            int port = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new StartException(name + " is not a port: " + text + ".");
        }
        throw new StartException(name + " is not a port: " + text + ".");
    }

    private static void requireFree(String name, int port) throws StartException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.setReuseAddress(true);
        } catch (IOException e) {
            throw new StartException("port " + port + " is in use; set " + name + " to another one.");
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
