package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.parley.fake.ProviderStub;
import org.parley.run.ServerProduct;

/** The same answers from every server: each is held against one file, so all of them are held against each other. */
class ParityIT {
    private static final Path EXPECTED = Path.of("src/test/resources/parity.txt");
    private static final ServerProduct SERVER = ServerProduct.chosen();
    private static final Path SEEN = Path.of("target/parity-" + SERVER.name().toLowerCase(Locale.ROOT) + ".txt");
    private static final List<String> TELLTALE = List.of(
            "<html",
            "<HTML",
            "Exception",
            "\tat ",
            "Liberty",
            "WildFly",
            "JBoss",
            "Undertow",
            "Payara",
            "GlassFish",
            "Grizzly");

    private final Parley parley = Parley.running();
    private final RawClient client = new RawClient(parley.address());
    private final Map<String, String> heard = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> every_server_answers_the_same() throws IOException {
        Files.deleteIfExists(SEEN);
        ProviderStub.Reply reply = call -> call.text("Yes.").text(" Indeed.").end("stop", 3, 2, "0.001");
        parley.provider().script("parity", Collections.nCopies(50, reply).toArray(ProviderStub.Reply[]::new));
        return ParityExchange.read(EXPECTED).stream()
                .map(exchange -> DynamicTest.dynamicTest(exchange.title(), () -> compare(exchange)));
    }

    private void compare(ParityExchange exchange) {
        ParityAnswer answer = new ParityAnswer(
                client.send(exchange.wire(parley.address().getAuthority(), heard), manner(exchange.title())));
        List<String> lines = answer.lines();
        record(exchange, lines);
        remember(answer);

        assertThat(lines).as(exchange.title()).containsExactlyElementsOf(exchange.expected(SERVER));
        assertThat(answer.header("Server") + answer.header("X-Powered-By")).isEmpty();
        answer.json()
                .filter(body -> body.containsKey("request_id"))
                .ifPresent(body -> assertThat(body.getString("request_id")).isEqualTo(answer.header("X-Request-Id")));
        if (!lines.get(0).startsWith("2") && !exchange.isException(SERVER)) {
            assertThat(answer.text()).doesNotContain(TELLTALE);
        }
    }

    private static RawClient.Manner manner(String title) {
        if (title.endsWith("byte by byte")) {
            return RawClient.Manner.BYTE_BY_BYTE;
        }
        return title.endsWith("breaks off") ? RawClient.Manner.BROKEN_OFF : RawClient.Manner.AT_ONCE;
    }

    /** Ids in an answer may stand in later requests. */
    private void remember(ParityAnswer answer) {
        answer.json().ifPresent(body -> {
            for (String name : List.of("session_id", "llm_request_id")) {
                if (body.containsKey(name)) {
                    heard.put(name, body.getString(name));
                }
            }
        });
    }

    /** Keeps what was seen beside what was expected, for who compares servers or changes what they answer. */
    private static void record(ParityExchange exchange, List<String> lines) {
        StringBuilder block = new StringBuilder("### " + exchange.title() + "\n");
        exchange.request()
                .forEach(line -> block.append(("> " + line).stripTrailing()).append('\n'));
        lines.forEach(line -> block.append("< ").append(line).append('\n'));
        try {
            Files.writeString(SEEN, block + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
