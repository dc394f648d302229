package org.parley.chat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.platform.Problems;

/**
 * The name that a client gives its request, so that sending it again does not ask again.
 *
 * @param bodyHash SHA-256 of the body, hexadecimal: the same name for another body is a fault of the client
 */
record IdempotencyKey(String value, String bodyHash) {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** Empty without the header; a key that is not of 1 to 255 visible ASCII characters is a 400. */
    static Optional<IdempotencyKey> of(@Nullable String header, String body) {
        if (header == null) {
            return Optional.empty();
        }
        String value = header.trim();
        if (!FORM.matcher(value).matches()) {
            throw Problems.badRequest(HEADER + " is not of 1 to 255 visible ASCII characters.");
        }
        return Optional.of(new IdempotencyKey(value, hash(body)));
    }

    /** The name as one of that caller's. */
    IdempotencyKey of(Caller caller) {
        return new IdempotencyKey(caller.id() + " " + value, bodyHash);
    }

    private static String hash(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
