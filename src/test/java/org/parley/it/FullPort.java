package org.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A port on this machine that takes no connection and refuses none. */
final class FullPort implements AutoCloseable {
    private static final int CONNECT_MILLIS = 500;
    private final List<Socket> waiting = new ArrayList<>();
    private final ServerSocket server;

    /** Fills that port, or any when it is 0. */
    FullPort(int port) {
        try {
            server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fill();
    }

    int number() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        server.close();
    }

    private void fill() {
        try {
            while (waiting.size() < 50) {
                Socket socket = new Socket();
                waiting.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number()), CONNECT_MILLIS);
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("the port takes all connections");
    }
}
