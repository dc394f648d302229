package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/** The packaged application, which is the same file on each server. */
public final class War {
    private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

    private War() {}

    /** SHA-256 of a file. */
    public static String checksum(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says once what runs where. */
    @SuppressWarnings("SystemOut")
    static void announce(Path war) {
        if (!ANNOUNCED.getAndSet(true)) {
            System.out.printf(
                    "%s %s on %s, JDK %s%n",
                    war.getFileName(), checksum(war), ServerProduct.chosen().title(), Runtime.version());
        }
    }
}
