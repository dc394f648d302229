package org.parley.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells two states of a file apart without reading it.
 *
 * @param identity of what the path leads to, links followed; null where the file system has none
 */
record FileStamp(Path path, @Nullable Object identity, FileTime modified, long size) {
    /** Empty when the file has just gone. */
    static Optional<FileStamp> of(Path path) throws IOException {
        try {
            BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new FileStamp(path, is.fileKey(), is.lastModifiedTime(), is.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
