package org.parley.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its holder has it: 256 random bits behind a name by which it is found. Only the hash of it is kept, so that it
 * can be shown once. A random value of that length needs no slow hash.
 *
 * @param prefix the name, which is no secret
 */
record ApiKey(String prefix, String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("(parley_(?:sk|pk)_[A-Za-z0-9_-]{11})_[A-Za-z0-9_-]{43}");
    private static final int NAME_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    static ApiKey create(boolean isPublishable) {
        String prefix = (isPublishable ? "parley_pk_" : "parley_sk_") + random(NAME_BYTES);
        return new ApiKey(prefix, prefix + "_" + random(SECRET_BYTES));
    }

    /** Empty when the text has not the form of a key. */
    static Optional<ApiKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new ApiKey(form.group(1), text)) : Optional.empty();
    }

    /** Whether a credential is meant to be one of our keys. */
    static boolean isMeant(String credential) {
        return credential.startsWith("parley_");
    }

    /** SHA-256, hexadecimal. */
    String hash() {
        return sha256(text);
    }

    /** 256 bits that nobody can guess. */
    static String secret() {
        return random(SECRET_BYTES);
    }

    /** Hexadecimal. */
    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Names the key without its secret. */
    @Override
    public String toString() {
        return prefix;
    }
}
