package org.parley.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Lines in a file that outlive the process: each is on the disk when {@link #append} returns. A line begins with a
 * checksum, so one that the end of the process tore is told from a whole one. One process at a time has the file, and
 * only its user can read it.
 */
public final class Journal implements Closeable {
    private static final int CHECKSUM = 8;

    private final Path file;
    private final FileChannel channel;
    private final long maxBytes;

    private Journal(Path file, FileChannel channel, long maxBytes) {
        this.file = file;
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    /**
     * The whole lines of a journal.
     *
     * @param end length of the file when they were read
     * @param damaged whether a line that is not the last one is none
     */
    public record Content(List<String> lines, long end, boolean damaged) {
        public Content {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Opens a file, which is made when it is not there.
     *
     * @return empty when another process has it
     */
    public static Optional<Journal> open(Path file, long maxBytes) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (lock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        Journal journal = new Journal(file, channel, maxBytes);
        journal.cutTornLine();
        return Optional.of(journal);
    }

    /**
     * Adds a line and has it on the disk.
     *
     * @throws IOException when it cannot be kept, as when the journal has its greatest length; then nothing of it is
     */
    public synchronized void append(String line) throws IOException {
        byte[] bytes = (checksum(line) + ' ' + line + '\n').getBytes(StandardCharsets.UTF_8);
        long end = channel.size();
        if (end + bytes.length > maxBytes) {
            throw new IOException("the journal is full");
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            for (long at = end; buffer.hasRemaining(); ) {
                at += channel.write(buffer, at);
            }
            channel.force(true);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    public synchronized Content read() throws IOException {
        byte[] bytes = bytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        boolean damaged = false;
        int start = 0;
        for (int over = text.indexOf('\n'); over >= 0; start = over + 1, over = text.indexOf('\n', start)) {
            Optional<String> line = whole(text.substring(start, over));
            line.ifPresent(lines::add);
            damaged |= line.isEmpty();
        }
        return new Content(lines, bytes.length, damaged);
    }

    /** Whether nothing is in it. */
    public synchronized boolean isEmpty() throws IOException {
        return channel.size() == 0;
    }

    /** Empties the journal, unless lines came since that content was read. */
    public synchronized void clear(Content known) throws IOException {
        if (channel.size() == known.end()) {
            channel.truncate(0);
            channel.force(true);
        }
    }

    /**
     * Puts a copy of the file aside under another name, for people to look at.
     *
     * @return false when it is there already
     */
    public synchronized boolean putAside() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        if (Files.exists(aside) && Files.mismatch(file, aside) < 0) {
            return false;
        }
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Ends it and deletes the file. */
    public synchronized void delete() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void cutTornLine() throws IOException {
        byte[] bytes = bytes();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end);
    }

    private byte[] bytes() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
        boolean more = true;
        while (more && buffer.hasRemaining()) {
            more = channel.read(buffer, buffer.position()) >= 0;
        }
        return buffer.array();
    }

    private static Optional<String> whole(String line) {
        if (line.length() <= CHECKSUM || line.charAt(CHECKSUM) != ' ') {
            return Optional.empty();
        }
        String text = line.substring(CHECKSUM + 1);
        return Optional.of(text).filter(it -> line.startsWith(checksum(it)));
    }

    private static String checksum(String line) {
        CRC32C sum = new CRC32C();
        sum.update(line.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
