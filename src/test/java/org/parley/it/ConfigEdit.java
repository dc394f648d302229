package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Edits of the configuration directory under a running server, which are undone when it is closed. */
final class ConfigEdit implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final Api api;
    private final Map<Path, Optional<String>> before = new LinkedHashMap<>();
    private final String hash;

    ConfigEdit(Path directory, Api api) {
        this.directory = directory;
        this.api = api;
        this.hash = state().getString("hash");
    }

    JsonObject state() {
        return api.get("/api/admin/config").json();
    }

    /** Writes a file, and waits until it is in force. */
    void write(String path, String content) {
        String old = state().getString("hash");
        put(path, content);
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(state().getString("hash")).isNotEqualTo(old);
            assertThat(state().getBoolean("current")).isTrue();
        });
    }

    /** Writes a file that is not valid, and waits until the server says so. */
    void spoil(String path, String content) {
        put(path, content);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state().getBoolean("current")).isFalse());
    }

    /** Deletes a file, and waits until that is in force. */
    void delete(String path) {
        String old = state().getString("hash");
        try {
            keep(directory.resolve(path));
            Files.delete(directory.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state().getString("hash")).isNotEqualTo(old));
    }

    String read(String path) {
        try {
            return Files.readString(directory.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(Path file) throws IOException {
        if (!before.containsKey(file)) {
            before.put(file, Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty());
        }
    }

    /** Writes a file. */
    void put(String path, String content) {
        Path file = directory.resolve(path);
        try {
            keep(file);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        before.forEach((file, content) -> {
            try {
                if (content.isPresent()) {
                    Files.writeString(file, content.get());
                } else {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(state().getString("hash")).isEqualTo(hash);
            assertThat(state().getBoolean("current")).isTrue();
        });
    }
}
