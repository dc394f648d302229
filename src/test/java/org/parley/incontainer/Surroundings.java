package org.parley.incontainer;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parley.fake.ProviderStub;
import org.parley.run.AppServer;
import org.parley.run.Database;
import org.parley.run.Ports;
import org.parley.run.ServerPlace;

/** What the server of the in-container tests needs around it: a database, a provider, a directory; in the test JVM. */
final class Surroundings implements AutoCloseable {
    private static @Nullable Surroundings ready;

    private final Path basedir = Path.of("").toAbsolutePath();
    private final int httpPort = Ports.free();
    /** Arquillian takes a server of the same name for this one, whichever build on the machine started it. */
    private final String name = "parley-incontainer-" + httpPort;

    private final ProviderStub provider = new ProviderStub();
    private final Database database =
            Database.start(Ports.free(), basedir.resolve("target/incontainer-postgres"), false);

    private final AppServer server = AppServer.at(new ServerPlace(basedir, name, httpPort, environment()));
    private final Map<String, String> container = server.managed();

    private Surroundings() {}

    /** Made when they are asked for first. */
    static synchronized Surroundings ready() {
        if (ready == null) {
            ready = new Surroundings();
        }
        return ready;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    ProviderStub provider() {
        return provider;
    }

    Database database() {
        return database;
    }

    /** How Arquillian's container is to be configured. */
    Map<String, String> container() {
        return container;
    }

    @Override
    public void close() {
        server.stop();
        database.stop();
        provider.close();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HTTP_PORT", String.valueOf(httpPort));
        environment.putAll(database.environment());
        environment.put(
                "PARLEY_CONFIG_DIR",
                basedir.resolve("src/test/incontainer-config").toString());
        environment.put("LLM_PROVIDER_BASE_URL", provider.baseUrl());
        String agent = System.getProperty("parley.server.jvm", "");
        if (!agent.isEmpty()) {
            environment.put("JVM_ARGS", agent);
        }
        return environment;
    }
}
