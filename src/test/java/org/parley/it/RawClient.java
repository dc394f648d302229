package org.parley.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends a request as it stands, byte for byte, and reads what comes back until the connection ends. */
final class RawClient {
    private static final int PATIENCE_MILLIS = 10_000;
    private final URI server;

    /** How the body of a request is sent. */
    enum Manner {
        AT_ONCE,
        BYTE_BY_BYTE,
        /** Its second half is never sent. */
        BROKEN_OFF
    }

    /** Heads, the last of them the answer's, and its body without its framing, a character a byte. */
    record Answer(List<List<String>> heads, String body) {
        List<String> head() {
            return heads.isEmpty() ? List.of() : heads.get(heads.size() - 1);
        }
    }

    RawClient(URI server) {
        this.server = server;
    }

    /** @param request a character a byte */
    Answer send(String request, Manner manner) {
        int end = request.indexOf("\r\n\r\n") + 4;
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<List<String>> heads = new ArrayList<>();
            write(socket.getOutputStream(), request.substring(0, end));
            if (request.substring(0, end).contains("\r\nExpect:")) {
                heads.add(head(in));
            }
            if (heads.isEmpty() || status(heads.get(0)) < 200) {
                sendBody(socket, request.substring(end), manner);
                heads.add(head(in));
            }
            heads.removeIf(List::isEmpty);
            boolean hasBody = !heads.isEmpty() && !request.startsWith("HEAD ");
            return new Answer(
                    heads,
                    hasBody ? new String(body(in, heads.get(heads.size() - 1)), StandardCharsets.ISO_8859_1) : "");
        } catch (SocketTimeoutException e) {
            return new Answer(List.of(List.of("- 0 silence")), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sendBody(Socket socket, String body, Manner manner) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (manner) {
            case AT_ONCE -> write(out, body);
            case BYTE_BY_BYTE -> {
                for (int i = 0; i < body.length(); i++) {
                    write(out, body.substring(i, i + 1));
                }
            }
            case BROKEN_OFF -> {
                write(out, body.substring(0, body.length() / 2));
                socket.shutdownOutput();
            }
        }
    }

    /** A server may answer and close before it has read all: what it says is read then. */
    private static void write(OutputStream out, String bytes) {
        try {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException closed) {
            Thread.onSpinWait();
        }
    }

    /** Status line and headers; empty when the connection ended instead. */
    static List<String> head(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        return head;
    }

    private static byte[] body(InputStream in, List<String> head) throws IOException {
        String length = header(head, "Content-Length");
        if (header(head, "Transfer-Encoding").isEmpty()) {
            return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    static String header(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    static int status(List<String> head) {
        return head.isEmpty() ? 0 : Integer.parseInt(head.get(0).split(" ", -1)[1]);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
