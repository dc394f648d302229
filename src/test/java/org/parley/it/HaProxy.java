package org.parley.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.parley.run.Ports;

/** HAProxy of the machine with the file of {@code server-config}. Without one the tests are skipped, unless {@code haproxy.required} is set. */
final class HaProxy implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");
    private final int port = Ports.free();
    private final Path socket;
    private final Process process;

    /**
     * Starts it and waits until all nodes get requests.
     *
     * @param more of its environment
     */
    HaProxy(List<URI> nodes, Map<String, String> more) {
        assumeTrue(Boolean.getBoolean("haproxy.required") || Files.isExecutable(PROGRAM), "there is no " + PROGRAM);
        Path target = Path.of("target").toAbsolutePath();
        try {
            socket = Files.createTempDirectory("haproxy").resolve("admin"); // a socket's path has to be short
            ProcessBuilder builder = new ProcessBuilder(
                    PROGRAM.toString(),
                    "-db",
                    "-f",
                    target.resolveSibling("server-config/haproxy/haproxy.cfg").toString());
            builder.environment().putAll(Map.of("LISTEN", "127.0.0.1:" + port, "ADMIN_SOCKET", socket.toString()));
            for (int i = 0; i < nodes.size(); i++) {
                builder.environment().put("NODE_" + (i + 1), nodes.get(i).getAuthority());
            }
            builder.environment().putAll(more);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(target.resolve("haproxy-" + port + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> serversUp() == nodes.size());
    }

    Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port));
    }

    /** How many nodes get requests. */
    long serversUp() {
        return ask("show stat")
                .lines()
                .filter(line ->
                        line.startsWith("parley,") && !line.startsWith("parley,BACKEND") && line.contains(",UP,"))
                .count();
    }

    private String ask(String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            StringBuilder answer = new StringBuilder();
            ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
            while (channel.read(bytes) >= 0) {
                answer.append(StandardCharsets.UTF_8.decode(bytes.flip()));
                bytes.clear();
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
