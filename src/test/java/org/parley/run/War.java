package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The packaged application, which is the same file on each server. */
public final class War {
    private static final Set<ServerProduct> ANNOUNCED = ConcurrentHashMap.newKeySet();

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

    /** Says once for each server what runs where. */
    @SuppressWarnings("SystemOut")
    static void announce(Path war, ServerProduct product) {
        if (ANNOUNCED.add(product)) {
            System.out.printf(
                    "%s %s on %s, JDK %s%n", war.getFileName(), checksum(war), product.title(), Runtime.version());
        }
    }
}
