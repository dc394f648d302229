package org.parley.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request within a bound, as the UTF-8 that JSON is. */
public final class Body {
    private static final int MAX_BYTES = 1 << 20;

    private Body() {}

    /** Fails with 413 when it is longer than 1 MiB, and with 400 when it is not UTF-8 or breaks off. */
    public static String read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ProblemException(
                        413, "/problems/body-too-large", "The body is too large", "The body is larger than 1 MiB.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(badRequest("The body is not UTF-8."), null, e);
        } catch (IOException e) {
            throw new ProblemException(badRequest("The body broke off."), null, e);
        }
    }

    private static Problem badRequest(String detail) {
        return Problems.badRequest(detail).problem();
    }
}
