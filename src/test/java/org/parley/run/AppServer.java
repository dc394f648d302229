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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An application server as a process of its own, from the files of {@code server-config} and the packages of the build. */
public abstract class AppServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Pattern EVENT_OF_FAILURE =
            Pattern.compile("\"level\":\"error\",\"event\":\"[a-z._]+\\.refused\",\"message\":\"([^\"]+)\"");

    private final ServerPlace place;
    private final Path home;
    private @Nullable Process process;

    /** @param home where the server's own files are, laid out by the server's class */
    AppServer(ServerPlace place, Path home) {
        this.place = place;
        this.home = home;
    }

    /** Lays out the server that the build has chosen. */
    public static AppServer at(ServerPlace place) {
        return ServerProduct.chosen().layOut(place);
    }

    /** The same with the packaged application in it. */
    public static AppServer deployed(ServerPlace place) {
        return deployed(ServerProduct.chosen(), place);
    }

    /** The same with another server than the build's, which has to be there too. */
    public static AppServer deployed(ServerProduct product, ServerPlace place) {
        AppServer server = product.layOut(place);
        War.announce(place.war(), product);
        try {
            FileTree.copyFile(place.war(), server.deployment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    /**
     * Has Arquillian start the server and deploy to it.
     *
     * @return how its container is to be configured
     */
    public abstract Map<String, String> managed();

    /** Where the packaged application is put. */
    abstract Path deployment();

    abstract List<String> command();

    /** What the command needs in its environment, beside the place's. */
    abstract Map<String, String> variables();

    /** What the server writes when an application does not start. */
    abstract String failure();

    public URI address() {
        return place.address();
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
        launch();
        awaitReady(address().resolve("/api/accounts"));
    }

    final void launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(variables());
            builder.environment().putAll(place.environment());
            builder.directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(console().toFile());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                kill();
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

    final ServerPlace place() {
        return place;
    }

    /** Waits for what answers only when the server, or what is in it, is ready. */
    final void awaitReady(URI page) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest ready =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
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
        if (console.contains(failure())) {
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
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 || status == 401; // it answers, if only whom it knows
        } catch (IOException e) {
            return false;
        }
    }
}
