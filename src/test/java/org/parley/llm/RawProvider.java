package org.parley.llm;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider that answers with the very bytes that a test wrote, one script a connection. */
final class RawProvider implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    /** What happens on one connection, from its beginning to its end. */
    interface Script {
        void play(Line line) throws Exception;
    }

    /** The provider's end of a connection. */
    static final class Line {
        private final InputStream in;
        private final OutputStream out;

        private Line(Socket socket) throws IOException {
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Head and body of the request. */
        String request() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("no request");
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
            return head + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Head of a stream whose end is the end of the connection or of its last chunk. */
        void stream() throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        /** A piece of the body. */
        void chunk(String text) throws IOException {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        void chunk(byte[] bytes) throws IOException {
            write(Integer.toHexString(bytes.length) + "\r\n");
            write(bytes);
            write("\r\n");
        }

        /** A whole answer. */
        void answer(String status, String type, String body) throws IOException {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            write("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\nContent-Length: "
                    + length + "\r\n\r\n" + body);
        }

        /** Returns when the caller has closed its end. */
        void awaitEnd() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> played = new CopyOnWriteArrayList<>();

    RawProvider(Script... script) {
        scripts.addAll(List.of(script));
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        played.add(threads.submit(this::accept));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** Connections that callers opened. */
    int connections() {
        return played.size() - 1;
    }

    /** The script of that connection, which is done when it was played. */
    Future<?> connection(int number) {
        await().until(() -> played.size() > number);
        return played.get(number);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Script script = scripts.remove();
                played.add(threads.submit(() -> {
                    try (socket) {
                        script.play(new Line(socket));
                    }
                    return true;
                }));
            } catch (IOException e) {
                return;
            }
        }
    }
}
