package org.parley.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.impl.driver.Driver;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.parley.platform.Json;

/**
 * What only npm has: OpenAI's client for Node, and the schema of compose files. Node comes with Playwright; the rest comes by
 * the machine's own npm. Without npm, or a registry that answers it, the tests are skipped, unless {@code npm.required} is set.
 */
final class NpmClient {
    private static final Path FOLDER = Path.of("target/npm");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "client.mjs");
    private static final int MINUTES = 3;

    private final String node;

    NpmClient() {
        boolean required = Boolean.getBoolean("npm.required");
        Optional<Path> npm = npm();
        assumeTrue(required || npm.isPresent(), "there is no npm");
        boolean installed = install(npm.map(Path::toString).orElse("npm"));
        if (required && !installed) {
            throw new AssertionError("npm has not installed the client; see " + FOLDER + "/npm.log");
        }
        assumeTrue(installed, "npm has not installed the client");
        node = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .driverDir()
                .resolve("node")
                .toString();
    }

    /** What the script says of what it did. */
    JsonObject run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(node, "client.mjs"));
        command.addAll(List.of(arguments));
        Path log = FOLDER.resolve("client.log");
        boolean ended = run(log, command);
        String said = read(log);
        return Json.parseObject(said.strip())
                .filter(json -> ended)
                .orElseThrow(() -> new AssertionError("the script failed: " + said));
    }

    /** A file of what was installed. */
    String file(String path) {
        return read(FOLDER.resolve("node_modules").resolve(path));
    }

    private static boolean install(String npm) {
        try {
            Files.createDirectories(FOLDER);
            for (String file : FILES) {
                try (InputStream content = NpmClient.class.getResourceAsStream("/npm/" + file)) {
                    Files.copy(
                            Optional.ofNullable(content).orElseThrow(),
                            FOLDER.resolve(file),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run(
                FOLDER.resolve("npm.log"),
                List.of(npm, "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"));
    }

    private static Optional<Path> npm() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .map(folder -> Path.of(folder, "npm"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns whether it ended well and in time. */
    private static boolean run(Path log, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
