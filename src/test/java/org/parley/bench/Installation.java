package org.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parley.run.AppServer;
import org.parley.run.Database;
import org.parley.run.FileTree;
import org.parley.run.Ports;
import org.parley.run.Rows;
import org.parley.run.ServerPlace;

/** The product as it is shipped, on a durable database of its own, with an agent for each {@link Workload}. */
public final class Installation implements AutoCloseable {
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private static final int MANY = 1_000_000_000;
    private static final String RATES = """
            rates:
              account: {requests_per_minute: 1000000, streams: 10000, tokens_per_hour: %d}
              agent: {requests_per_minute: 1000000, streams: 10000, tokens_per_hour: %d}
            """;

    private final Path basedir = Path.of("").toAbsolutePath();
    private final Provider provider = new Provider();
    private final int port = Ports.free();
    private final Database database;
    private final AppServer server;

    /** @param settings for the server, over the environment of this process */
    public Installation(Map<String, String> settings) throws InterruptedException {
        database = Database.start(Ports.free(), basedir.resolve("target/bench-postgres"), false);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        requireDurable();
        server = AppServer.deployed(new ServerPlace(basedir, "parley-bench", port, environment(settings)));
        server.start();
    }

    /** The agent of a workload. */
    public Target parley(Workload workload) {
        return Target.parley(port, workload);
    }

    Target direct(Workload workload) {
        return Target.direct(provider.port(), workload);
    }

    int port() {
        return port;
    }

    URI address() {
        return server.address();
    }

    public ServerProcess server() {
        return new ServerProcess(server.process().toHandle());
    }

    public Database database() {
        return database;
    }

    public Rows rows() {
        return new Rows(database::connect);
    }

    /** Cores, memory, JDK, database and the machine's load before the measurement. */
    public String surroundings() {
        try {
            long memoryKb = Long.parseLong(
                    Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", ""));
            return "%d cores, %d GB; JDK %s (%s); PostgreSQL %s, fsync, synchronous_commit and full_page_writes on; load average before: %s"
                    .formatted(
                            Runtime.getRuntime().availableProcessors(),
                            Math.round(memoryKb / 1048576.0),
                            Runtime.version(),
                            System.getProperty("java.vendor"),
                            rows().one("SHOW server_version").get("server_version"),
                            Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        database.stop();
        provider.close();
    }

    /** For the account and the agent, far above what is asked. */
    private static String limits(Workload workload) {
        return switch (workload) {
            case COUNTED -> RATES.formatted(0, 0);
            case COUNTED_TOKENS -> RATES.formatted(MANY, MANY);
            default -> "";
        };
    }

    private void requireDurable() {
        DURABLE.forEach((setting, wanted) -> {
            Object actual = rows().one("SHOW " + setting).get(setting);
            if (!wanted.equals(actual)) {
                throw new IllegalStateException("PostgreSQL runs with " + setting + " " + actual);
            }
        });
    }

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HTTP_PORT", String.valueOf(port));
        environment.putAll(database.environment());
        environment.put("PARLEY_CONFIG_DIR", configuration().toString());
        environment.putAll(settings);
        return environment;
    }

    /** The hospital's prompt and lists of the sample, and agents whose models are the provider's. */
    private Path configuration() {
        Path target = basedir.resolve("target/bench-config");
        Path sample = basedir.resolve("src/main/sample");
        Path account = target.resolve("agent_configs/bench");
        try {
            FileTree.copy(sample.resolve("directories/wyckoff"), target.resolve("directories/bench"));
            FileTree.copy(sample.resolve("agent_configs/wyckoff/wyckoff_info_chat1"), account);
            Files.writeString(target.resolve("config.yaml"), "provisioning:\n  enabled: true\n");
            Files.writeString(account.resolve("config.yaml"), """
                    account:
                      name: Bench
                    llm:
                      provider:
                        name: bench
                        base_url: http://127.0.0.1:%d/v1
                        allow_private_addresses: true
                      max_tokens: 200000
                    limits:
                      output_tokens: 200000
                    tools:
                      enabled: [get_available_directories, search_directory]
                      timeout: PT20S
                    """.formatted(provider.port()));
            for (Workload workload : Workload.values()) {
                Path agent = Files.createDirectories(account.resolve(workload.agent()));
                Files.writeString(agent.resolve("config.yaml"), """
                        agent:
                          name: %s
                        llm:
                          model: %s
                        %s""".formatted(
                                workload.agent(), workload.model(), limits(workload)));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
