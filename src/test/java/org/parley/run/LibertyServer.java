package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Open Liberty as a process of its own, from the files of {@code server-config} and the packages of the build. */
public final class LibertyServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final String APPLICATION_FAILED = "CWWKZ0002E";
    private static final Pattern EVENT_OF_FAILURE =
            Pattern.compile("\"level\":\"error\",\"event\":\"[a-z.]+\\.refused\",\"message\":\"([^\"]+)\"");
    private static final String LOCAL_CONNECTOR =
            "<server><featureManager><feature>localConnector-1.0</feature></featureManager></server>";

    private final Path build;
    private final Path home;
    private final Map<String, String> environment;
    private final URI address;
    private @Nullable Process process;

    /**
     * Lays out a server.
     *
     * @param basedir the project
     * @param name the server's directory in the build
     * @param environment what is set for it over the environment of this process
     */
    public LibertyServer(Path basedir, String name, int httpPort, Map<String, String> environment) {
        this.build = basedir.resolve("target");
        this.home = build.resolve("servers").resolve("servers").resolve(name);
        this.environment = environment;
        this.address = URI.create("http://127.0.0.1:" + httpPort);
        try {
            FileTree.copy(basedir.resolve("server-config/openliberty"), home);
            FileTree.copyFile(build.resolve("server-lib/postgresql.jar"), home.resolve("jdbc/postgresql.jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the packaged application into the server. */
    public LibertyServer deploy() {
        try {
            FileTree.copyFile(build.resolve("parley.war"), home.resolve("dropins/parley.war"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has somebody else start the server and deploy to it: environment and management connector go into its files. */
    public LibertyServer managed() {
        String variables = environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining("", "JAVA_HOME=" + System.getProperty("java.home") + "\n", ""));
        try {
            Files.deleteIfExists(home.resolve("dropins/parley.war"));
            Files.writeString(home.resolve("server.env"), variables);
            Path defaults = Files.createDirectories(home.resolve("configDropins/defaults"));
            Files.writeString(defaults.resolve("connector.xml"), LOCAL_CONNECTOR);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return address;
    }

    /** Where the server's own files are. */
    public Path home() {
        return home;
    }

    /** What the server wrote to its console: its own lines and the application's events. */
    public Path console() {
        return home.resolve("console.log");
    }

    /** Starts the process and waits until the application is ready. */
    public void start() throws InterruptedException {
        try {
            ProcessBuilder command = new ProcessBuilder(
                    build.resolve("wlp/bin/server").toString(), "run", String.valueOf(home.getFileName()));
            command.environment().put("WLP_USER_DIR", build.resolve("servers").toString());
            command.environment().put("JAVA_HOME", System.getProperty("java.home"));
            command.environment().putAll(environment);
            command.redirectErrorStream(true).redirectOutput(console().toFile());
            process = command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    public Process process() {
        if (process == null) {
            throw new IllegalStateException("the server was not started");
        }
        return process;
    }

    /** Stops the process as an operator does; after a while, by force. */
    public void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process as a crash does. */
    public void kill() throws InterruptedException {
        process().descendants().forEach(ProcessHandle::destroyForcibly);
        process().destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitReady() throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest ready = HttpRequest.newBuilder(address.resolve("/api/accounts"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process().isAlive()) {
                throw new IllegalStateException("the server ended at its start; see " + console());
            }
            if (answers(client, ready)) {
                return;
            }
            requireApplication();
            process().waitFor(200, TimeUnit.MILLISECONDS);
        }
        stop();
        throw new IllegalStateException("the server was not ready within " + START_LIMIT + "; see " + console());
    }

    private void requireApplication() {
        String console = readConsole();
        if (console.contains(APPLICATION_FAILED)) {
            stop();
            Matcher reason = EVENT_OF_FAILURE.matcher(console);
            throw new IllegalStateException(
                    reason.find() ? reason.group(1) : "the application did not start; see " + console());
        }
    }

    private String readConsole() {
        try {
            return Files.readString(console());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
