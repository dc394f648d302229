package org.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A client that sends a part of a request, and the rest of it slowly or never. */
final class SlowSender {
    static final String HEAD = "POST " + Api.path("acme/alpha") + "/chat HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 10000\r\n\r\n";
    private static final int PAUSE_MILLIS = 500;
    private static final int PATIENCE_MILLIS = 80_000;

    private final URI server;
    private final String part;

    SlowSender(URI server, String part) {
        this.server = server;
        this.part = part;
    }

    /** Sends the part and nothing more; what comes back until the connection ends. */
    CompletableFuture<String> stop() {
        return begin(socket -> {
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        });
    }

    /** Sends the part, and a byte whenever nothing came back for half a second, answered or not; what came back in the end. */
    CompletableFuture<String> goOn() {
        return begin(socket -> {
            socket.setSoTimeout(PAUSE_MILLIS);
            StringBuilder answer = new StringBuilder();
            for (int sent = 0; sent < PATIENCE_MILLIS / PAUSE_MILLIS; ) {
                try {
                    int next = socket.getInputStream().read();
                    if (next < 0) {
                        return answer.toString();
                    }
                    answer.append((char) next);
                } catch (SocketTimeoutException e) {
                    sent++;
                    if (!isTaken(socket)) {
                        return answer.toString();
                    }
                } catch (IOException e) { // reset
                    return answer.toString();
                }
            }
            return "without an end: " + answer;
        });
    }

    private static boolean isTaken(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Client {
        String send(Socket socket) throws IOException;
    }

    private CompletableFuture<String> begin(Client client) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                        socket.setTcpNoDelay(true);
                        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
                        return client.send(socket);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task).start());
    }
}
