package org.parley.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that may leave without a word, or stop to read, at any moment of its request. */
final class FaultClient {
    private static final int RECEIVE_BUFFER = 4 << 10;

    private final Socket socket = new Socket();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final Thread reader;

    /** @param reads whether it reads what it is sent */
    FaultClient(URI server, String agent, String message, boolean reads) {
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.connect(new java.net.InetSocketAddress(server.getHost(), server.getPort()));
            byte[] body = Api.body(message, null).getBytes(StandardCharsets.UTF_8);
            String head = "POST " + Api.path(agent) + "/stream HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::read, "fault-client");
        reader.setDaemon(true);
        if (reads) {
            reader.start();
        }
    }

    /** The data of each event that ends a stream; more than one would be a fault. */
    List<String> ends() {
        return ends;
    }

    /** Leaves without a word. */
    void leave() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            boolean isEnd = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    isEnd = line.endsWith("done") || line.endsWith("error");
                } else if (isEnd && line.startsWith("data:")) {
                    ends.add(line);
                }
            }
        } catch (IOException e) {
            // The connection broke: what was read until then is all that this client knows.
            reader.interrupt();
        }
    }
}
