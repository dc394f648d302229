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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real identity provider on the loopback interface: Keycloak from its Maven distribution, with the realm
 * {@code src/test/resources/keycloak/parley-realm.json}. It keeps nothing; all people and secrets in it are invented.
 */
public final class Keycloak implements AutoCloseable {
    public static final String CLIENT_SECRET = "canary-client-5f1c0e";
    public static final String USERS_PASSWORD = "parley-users";
    public static final String ADMIN_PASSWORD = "parley-admin";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path home;
    private final int port;
    private final Process process;

    /**
     * Starts it and waits until it answers.
     *
     * @param basedir the project
     * @param home the unpacked distribution
     * @param parley origin of the installation whose visitors sign in
     */
    public Keycloak(Path basedir, Path home, int port, URI parley) throws InterruptedException {
        this.home = home;
        this.port = port;
        try {
            FileTree.delete(home.resolve("data"));
            FileTree.copyFile(
                    basedir.resolve("src/test/resources/keycloak/parley-realm.json"),
                    home.resolve("data/import/parley-realm.json"));
            process = start(parley);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** Where the profile {@code sso} has put the distribution; empty without that profile. */
    public static String distribution() {
        return System.getProperty("keycloak.home", "");
    }

    public URI address() {
        return URI.create("http://localhost:" + port);
    }

    public String issuer() {
        return address() + "/realms/parley";
    }

    /** What an installation is told whose visitors sign in here. */
    public Map<String, String> environment(URI parley) {
        return Map.of(
                "AUTH_MODE", "oidc",
                "AUTH_ALLOW_HTTP", "true",
                "AUTH_PUBLIC_URL", parley.toString(),
                "AUTH_CLIENT_ID", "parley-pages",
                "AUTH_CLIENT_SECRET_FILE", secretFile().toString(),
                "MP_JWT_VERIFY_ISSUER", issuer(),
                "MP_JWT_VERIFY_AUDIENCES", "parley");
    }

    /** As container platforms hand secrets out. */
    private static Path secretFile() {
        try {
            Path file = Files.createTempFile("client-secret", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, CLIENT_SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its script starts the server as a child and hands a TERM on to it. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            children.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private Process start(URI parley) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m");
        variables.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        variables.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        variables.put("PARLEY_URL", parley.toString());
        variables.put("PARLEY_LOGOUT_URL", parley + "/auth/back-channel-logout");
        variables.put("PARLEY_CLIENT_SECRET", CLIENT_SECRET);
        variables.put("PARLEY_USERS_PASSWORD", USERS_PASSWORD);
        builder.environment().putAll(variables);
        return builder.directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return home.resolveSibling("keycloak.log");
    }

    private void awaitReady() throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest page = HttpRequest.newBuilder(URI.create(issuer()))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (client.send(page, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // it does not listen yet
            }
            process.waitFor(300, TimeUnit.MILLISECONDS);
        }
        close();
        throw new IllegalStateException("Keycloak did not start; see " + log());
    }
}
