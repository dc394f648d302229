package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** The operator's {@code install.sh}, which makes an unpacked server ready for Parley. */
final class InstallScript {
    private final Path config;
    private final Path libraries;
    private final Path log;

    InstallScript(ServerPlace place, String server) {
        this.config = place.config(server);
        this.libraries = place.build().resolve("server-lib");
        this.log = place.build().resolve(server + "-install.log");
    }

    /** Runs it unless what it makes is there, and newer than its files and the libraries. */
    void make(Path made, Path installation) {
        try {
            if (!Files.exists(made) || isNewer(config, made) || isNewer(libraries, made)) {
                run(installation);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void run(Path installation) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(
                config.resolve("install.sh").toString(), installation.toString(), libraries.toString());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        script.redirectErrorStream(true).redirectOutput(log.toFile());
        if (script.start().waitFor() != 0) {
            throw new IllegalStateException("the server could not be made ready; see " + log);
        }
    }

    private static boolean isNewer(Path directory, Path than) throws IOException {
        FileTime time = Files.getLastModifiedTime(than);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
