package org.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A lean provider: it answers by the {@link Workload} that the model's name says, with tools until it sees their results. */
public final class Provider implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final EventLoop loop = new EventLoop("provider");
    private final ServerSocketChannel server;
    private final int port;

    Provider() {
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.configureBlocking(false);
            port = server.socket().getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.execute(this::listen);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        loop.close();
    }

    private void listen() {
        try {
            loop.register(server, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            for (SocketChannel caller = server.accept(); caller != null; caller = server.accept()) {
                caller.configureBlocking(false);
                caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
                ProviderCaller handler = new ProviderCaller(caller, loop);
                handler.attach(loop.register(caller, SelectionKey.OP_READ, handler));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
