package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.fake.StubCall;
import org.parley.run.OnServer;
import org.parley.run.ServerProduct;

/** A client that does not read holds up neither the model nor anybody else. */
class SlowClientIT {
    private static final int PIECES = 120;
    private static final String PIECE = "x".repeat(32 << 10);

    private static CompletableFuture<String> withoutEndOfHead;
    private static CompletableFuture<String> withoutEndOfBody;
    private static CompletableFuture<String> byteByByte;
    private static Socket deaf;

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    /** All that are given up in half a minute, together. */
    @BeforeAll
    static void begin() throws IOException {
        Parley parley = Parley.running();
        URI server = parley.address();
        withoutEndOfHead = new SlowSender(server, SlowSender.HEAD.stripTrailing()).stop();
        withoutEndOfBody = new SlowSender(server, SlowSender.HEAD + "{").stop();
        byteByByte = new SlowSender(server, SlowSender.HEAD).goOn();
        parley.provider().script("is-cut-off", SlowClientIT::write);
        deaf = deafClient(server, "is-cut-off");
    }

    @AfterAll
    static void end() throws IOException {
        deaf.close();
    }

    @Test
    void a_client_that_stops_in_the_middle_of_a_request_is_given_up() {
        assertThat(withoutEndOfBody.join()).doesNotStartWith("HTTP/1.1 2");
        assertThat(withoutEndOfHead.join()).doesNotStartWith("HTTP/1.1 2");
    }

    @Test
    void a_body_that_comes_too_slowly_is_refused() {
        assertThat(byteByByte.join()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void the_model_is_read_to_its_end_and_the_answer_kept_though_the_client_takes_nothing() throws Exception {
        parley.provider().script("never-reads", SlowClientIT::write);
        try (Socket client = deafClient(parley.address(), "never-reads")) {
            Map<String, Object> request = awaitRequest("never-reads");
            assertThat(request).containsEntry("completion_status", "complete");
            assertThat(sql.messages(String.valueOf(request.get("id"))).get(1).get("content"))
                    .asString()
                    .hasSize(PIECES * PIECE.length());
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    @OnServer(
            value = {ServerProduct.OPENLIBERTY, ServerProduct.WILDFLY},
            because =
                    "Payara takes what is left of an answer into its buffers, and waits for the client without an end")
    void a_client_that_takes_nothing_is_cut_off() {
        await().atMost(80, TimeUnit.SECONDS).until(() -> isCutOff(deaf));
    }

    @Test
    void many_that_take_nothing_do_not_keep_one_that_reads_from_its_words() throws Exception {
        IntStream.range(1, 40).forEach(n -> parley.provider().script("deaf-crowd-" + n + "-", SlowClientIT::write));
        List<Socket> crowd = new ArrayList<>();
        CountDownLatch crowdIsThere = new CountDownLatch(1);
        parley.provider().script("keen-reader", call -> {
            for (int i = 0; i < 50; i++) {
                call.text("w" + i + " ");
                if (i == 0) {
                    assertThat(crowdIsThere.await(30, TimeUnit.SECONDS)).isTrue();
                }
            }
            call.end("stop", 1, 50, "0.1");
        });
        try (EventStream reader = api.stream("acme/loyal", "keen-reader")) {
            assertThat(reader.await("message").text("delta")).isEqualTo("w0 ");
            for (int i = 1; i < 40; i++) {
                crowd.add(deafClient(parley.address(), "deaf-crowd-" + i + "-"));
            }
            crowdIsThere.countDown();
            assertThat(EventStream.text(reader.all())).endsWith("w49 ");
        } finally {
            for (Socket client : crowd) {
                client.close();
            }
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> sql.count("""
                                SELECT count(*) FROM llm_requests r JOIN messages m ON m.llm_request_id = r.id
                                WHERE m.content LIKE 'deaf-crowd-%' AND r.completion_status = 'complete'""") == 39);
    }

    /** Ends when all is written; a caller that does not read on would hold it. */
    private static void write(StubCall call) throws IOException {
        for (int i = 0; i < PIECES; i++) {
            call.text(PIECE);
        }
        call.end("stop", 1, 1000, "0.1");
    }

    /** Asks and then never reads a byte. */
    private static Socket deafClient(URI address, String message) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String body = Api.body(message, null);
        socket.getOutputStream()
                .write(("POST " + Api.path("acme/loyal") + "/stream HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Tried by sending an empty line, which may stand before a request. */
    private static boolean isCutOff(Socket client) {
        try {
            client.getOutputStream().write(new byte[] {'\r', '\n'});
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Map<String, Object> awaitRequest(String message) {
        String query = """
                SELECT r.* FROM llm_requests r JOIN messages m ON m.llm_request_id = r.id
                WHERE m.content = ? AND r.completion_status <> 'in_progress'""";
        await().atMost(40, TimeUnit.SECONDS)
                .until(() -> !sql.rows(query, message).isEmpty());
        return sql.row(query, message);
    }
}
