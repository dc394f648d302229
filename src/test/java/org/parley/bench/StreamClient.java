package org.parley.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client: it asks, notes when each word comes, and keeps its connection for the next question when it may. */
final class StreamClient implements EventLoop.Handler {
    private static final String OK = "HTTP/1.1 200";

    private final Target target;
    private final EventLoop loop;
    private final ByteBuffer buffer;
    private final Consumer<StreamClient> onEnd;
    private final long[] words;
    private @Nullable SocketChannel channel;
    private Marker word = new Marker(Replies.WORD);
    private Marker done = new Marker("");
    private Marker end = new Marker("");
    private int wordsSeen;
    private boolean doneSeen;
    private String status = "";
    private long started;
    private StreamTimes times = new StreamTimes(0, new long[0], 0, "not begun");

    /**
     * Makes an idle client.
     *
     * @param buffer shared by the clients of the loop
     * @param onEnd told after each answer
     */
    StreamClient(Target target, EventLoop loop, ByteBuffer buffer, Consumer<StreamClient> onEnd) {
        this.target = target;
        this.loop = loop;
        this.buffer = buffer;
        this.onEnd = onEnd;
        this.words = new long[target.workload().words()];
    }

    /** Asks once. */
    void ask() {
        word = new Marker(Replies.WORD);
        done = new Marker(target.done());
        end = new Marker("\r\n0\r\n\r\n");
        wordsSeen = 0;
        doneSeen = false;
        status = "";
        started = System.nanoTime();
        try {
            if (channel == null) {
                connect();
            } else {
                send(channel);
            }
        } catch (IOException e) {
            ended("failed to connect");
        }
    }

    /** How the last answer went. */
    StreamTimes times() {
        return times;
    }

    void close() {
        if (channel != null) {
            EventLoop.close(channel);
            channel = null;
        }
    }

    @Override
    public void ready(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                socket.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                send(socket);
            } else {
                read(socket);
            }
        } catch (IOException e) {
            close();
            ended("broken");
        }
    }

    private void connect() throws IOException {
        SocketChannel socket = SocketChannel.open();
        channel = socket;
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.connect(target.address());
        loop.register(socket, SelectionKey.OP_CONNECT, this);
    }

    private void send(SocketChannel socket) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(target.requestBytes());
        while (request.hasRemaining()) {
            socket.write(request);
        }
    }

    private void read(SocketChannel socket) throws IOException {
        buffer.clear();
        int count = socket.read(buffer);
        buffer.flip();
        if (count > 0) {
            take(System.nanoTime());
        } else if (count < 0) {
            close();
            ended("cut");
        }
    }

    private void take(long now) {
        if (status.isEmpty()) {
            int length = Math.min(OK.length(), buffer.limit());
            status = StandardCharsets.ISO_8859_1
                    .decode(buffer.duplicate().limit(length))
                    .toString();
        }
        if (!status.equals(OK)) {
            close();
            ended(status);
            return;
        }
        for (int count = word.count(buffer); count > 0 && wordsSeen < words.length; count--) {
            words[wordsSeen++] = now;
        }
        doneSeen |= done.count(buffer) > 0;
        if (end.count(buffer) > 0) {
            ended("incomplete");
        }
    }

    private void ended(String otherwise) {
        String outcome = doneSeen && wordsSeen == words.length ? StreamTimes.COMPLETE : otherwise;
        times = new StreamTimes(started, Arrays.copyOf(words, wordsSeen), System.nanoTime(), outcome);
        onEnd.accept(this);
    }
}
