package org.parley.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection that a client, or a proxy, keeps between its requests. */
final class KeptConnection implements AutoCloseable {
    private static final String CLOSED = "closed";
    private static final int PATIENCE_MILLIS = 30_000;

    private final String request;
    private final Socket socket;
    private final InputStream in;

    /** @param path of what is asked for, without its body */
    KeptConnection(URI server, String path) {
        request = "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the answer, or "closed" when there is none. */
    String ask() {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            List<String> head = RawClient.head(in);
            return head.isEmpty() ? CLOSED : String.valueOf(RawClient.status(head));
        } catch (IOException e) { // reset
            return CLOSED;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
