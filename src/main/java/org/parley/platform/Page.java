package org.parley.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file of the pages, as it is and compressed, with a tag of its content. */
final class Page {
    private static final int TAG_BYTES = 12;

    private final byte[] plain;
    private final byte[] compressed;
    private final String type;
    private final String tag;
    private final String caching;

    /** @param forGood whether its content never changes under its address */
    Page(byte[] content, String type, boolean forGood) {
        this.plain = content;
        this.compressed = compress(content);
        this.type = type;
        this.tag = "W/\"" + hash(content) + "\"";
        this.caching = forGood ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /** Sends it, or that the client has it already. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", tag);
        if (!response.containsHeader("Cache-Control")) { // who may see it may be told to keep nothing
            response.setHeader("Cache-Control", caching);
        }
        response.setHeader("Vary", "Accept-Encoding");
        if (isAmong(request.getHeader("If-None-Match"), tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean small = isAmong(request.getHeader("Accept-Encoding"), "gzip");
        byte[] body = small ? compressed : plain;
        if (small) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(type);
        response.setContentLength(body.length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(body);
        }
    }

    private static boolean isAmong(@Nullable String list, String wanted) {
        return list != null
                && Arrays.stream(list.split(",", -1)).map(String::strip).anyMatch(wanted::equals);
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
