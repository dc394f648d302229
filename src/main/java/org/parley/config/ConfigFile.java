package org.parley.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the configuration directory, as it was when it was read.
 *
 * @param path in the directory, as operators know it
 * @param text empty when it has a fault
 * @param fault why it could not be read; empty when it could
 */
public record ConfigFile(String path, String text, String fault) {
    private static final long MOST_BYTES = 1 << 20;

    static ConfigFile read(String path, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return new ConfigFile(path, "", "is larger than 1 MB");
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return new ConfigFile(
                    path, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), "");
        } catch (CharacterCodingException e) {
            return new ConfigFile(path, "", "is not UTF-8");
        } catch (IOException e) {
            return new ConfigFile(path, "", "cannot be read");
        }
    }

    /** Its text. Fails when it could not be read. */
    String required() {
        if (!fault.isEmpty()) {
            throw new ConfigException(ConfigFinding.ofFile(path, 0, fault), null);
        }
        return text;
    }
}
