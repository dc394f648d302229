package org.parley.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads the body of a request within bounds, as the UTF-8 that JSON is. A client that sends nothing for too long is cut off
 * by the server.
 */
public final class Body {
    private static final int MAX_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 8192;
    /** Somewhat less than servers wait for the next byte, so that it is told alike whoever notices first. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    private static final Problem TOO_LARGE =
            new Problem(413, "/problems/body-too-large", "The body is too large", "The body is larger than 1 MiB.");
    private static final Problem TOO_SLOW =
            new Problem(408, "/problems/body-too-slow", "The body is too slow", "The body was not there in time.");

    private Body() {}

    /** Fails with 413 when it is longer than 1 MiB, 408 when it comes too slowly, 400 when it is not UTF-8 or breaks off. */
    public static String read(InputStream body) {
        long start = System.nanoTime();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(readAll(body, start)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(badRequest("The body is not UTF-8."), null, e);
        } catch (IOException e) {
            throw new ProblemException(isLate(start) ? TOO_SLOW : badRequest("The body broke off."), null, e);
        }
    }

    private static byte[] readAll(InputStream body, long start) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        int count;
        while ((count = body.read(buffer, 0, Math.min(BUFFER_BYTES, MAX_BYTES + 1 - read.size()))) >= 0) {
            read.write(buffer, 0, count);
            if (read.size() > MAX_BYTES) {
                throw new ProblemException(TOO_LARGE, null, null);
            }
            if (isLate(start)) {
                throw new ProblemException(TOO_SLOW, null, null);
            }
        }
        return read.toByteArray();
    }

    private static boolean isLate(long start) {
        return System.nanoTime() - start > LONGEST.toNanos();
    }

    private static Problem badRequest(String detail) {
        return Problems.badRequest(detail).problem();
    }
}
