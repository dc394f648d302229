package org.parley.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.parley.bench.Target;

/** Clients that ask, have almost no room for the answer, and never read it. */
final class StalledClients implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 2048;

    private final List<SocketChannel> sockets = new ArrayList<>();

    StalledClients(Target target, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel socket = SocketChannel.open();
            sockets.add(socket);
            socket.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            socket.connect(target.address());
            ByteBuffer request = ByteBuffer.wrap(target.request().getBytes(StandardCharsets.UTF_8));
            while (request.hasRemaining()) {
                socket.write(request);
            }
        }
    }

    int count() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
