package org.parley.fake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy that leads every call to one provider, whatever host it asks for, or refuses all of them. It keeps the heads of what it
 * was sent.
 */
public final class ProxyStub implements AutoCloseable {
    private static final Pattern ABSOLUTE = Pattern.compile("^(\\S+ )http://[^/ ]+");

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket server;
    private final URI provider;
    private volatile String refusal = "";

    /** Starts one before the provider that has this address. */
    public ProxyStub(String provider) {
        this.provider = URI.create(provider);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Answers each call with that status and the head of the call as its body. */
    public void refuse(String status) {
        refusal = status;
    }

    /** The heads of all calls so far. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                threads.execute(() -> serve(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            InputStream in = new BufferedInputStream(caller.getInputStream());
            String head = head(in);
            heads.add(head);
            if (!refusal.isEmpty()) {
                write(
                        caller,
                        "HTTP/1.1 " + refusal + "\r\nConnection: close\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                                + "Content-Length: " + head.length() + "\r\n\r\n" + head);
                return;
            }
            try (Socket onward = new Socket(provider.getHost(), provider.getPort())) {
                if (head.startsWith("CONNECT ")) {
                    write(caller, "HTTP/1.1 200 Connected\r\n\r\n");
                } else {
                    Matcher absolute = ABSOLUTE.matcher(head);
                    write(onward, absolute.replaceFirst("$1"));
                }
                threads.execute(() -> copy(in, onward));
                onward.getInputStream().transferTo(caller.getOutputStream());
            }
        } catch (IOException e) {
            heads.add("the call broke: " + e.getMessage());
        }
    }

    private static void copy(InputStream from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
