package org.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL of a test, ended and started again by its own tool. */
final class Postgres {
    private final Path data;
    private final String options;
    private final String control;

    /** @param data of a PostgreSQL that runs */
    Postgres(Path data) {
        this.data = data;
        try {
            String command = Files.readString(data.resolve("postmaster.opts")).trim();
            int end = command.indexOf(' ');
            this.control =
                    Path.of(command.substring(0, end)).resolveSibling("pg_ctl").toString();
            this.options = command.substring(end + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a crash does: without a word to its clients. */
    void crash() throws InterruptedException {
        run("-m", "immediate", "stop");
    }

    void start() throws InterruptedException {
        run("-l", data.resolveSibling("cluster-postgres.log").toString(), "-o", options, "start");
    }

    private void run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(control, "-w", "-D", data.toString()));
        Stream.of(arguments).forEach(command::add);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            data.resolveSibling("cluster-postgres-control.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
