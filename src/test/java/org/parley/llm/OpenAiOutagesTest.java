package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers and networks do to a call, byte by byte. */
class OpenAiOutagesTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String HALF = "data: {\"id\":\"g-1\",\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n";

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void a_page_in_place_of_a_stream_breaks_the_protocol_and_ends_the_connection() throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.answer("200 OK", "text/html; charset=utf-8", "<html>Sign in</html>");
            line.awaitEnd();
        })) {
            ModelException failure = fail(provider, LONG);
            assertThat(failure.failure()).isEqualTo(ModelFailure.PROTOCOL);
            assertThat(failure.partial()).isEqualTo(ChatReply.NOTHING);
            assertThat(told).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized,UNAUTHORIZED",
        "402 Payment Required,PAYMENT_REQUIRED",
        "429 Too Many Requests,RATE_LIMITED",
        "500 Internal Server Error,UNAVAILABLE"
    })
    void a_refusal_may_come_as_a_page_of_any_kind(String status, ModelFailure kind) throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.answer(status, "text/html", "<html>no</html>");
            line.awaitEnd();
        })) {
            assertThat(fail(provider, LONG).failure()).isEqualTo(kind);
        }
    }

    @Test
    void a_redirection_is_not_followed_with_the_key() throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.write("HTTP/1.1 307 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
            line.awaitEnd();
        })) {
            assertThat(fail(provider, LONG).failure()).isEqualTo(ModelFailure.REFUSED);
            assertThat(provider.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_that_is_cut_within_a_chunk_keeps_what_came_before() throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.stream();
            line.chunk(HALF);
            line.write("40\r\ndata: {\"choices\":[{\"delta\":");
        })) {
            ModelException failure = fail(provider, LONG);
            assertThat(failure.failure()).isEqualTo(ModelFailure.CUT);
            requireSaid("half", failure.partial());
            assertThat(failure.partial().generationId()).contains("g-1");
            assertThat(failure.partial().firstByteAt()).isPresent();
        }
    }

    @Test
    void a_call_that_gets_no_answer_at_all_is_not_made_again() throws Exception {
        try (RawProvider provider = new RawProvider(RawProvider.Line::request, RawProvider.Line::request)) {
            ModelException failure = fail(provider, LONG);
            assertThat(failure.failure()).isEqualTo(ModelFailure.CUT);
            assertThat(failure.partial().firstByteAt()).isEmpty();
            assertThat(provider.connections()).isEqualTo(1);
        }
    }

    @Test
    void comments_alone_are_a_first_byte_and_no_reply() throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.stream();
            line.chunk(": OPENROUTER PROCESSING\n\n");
            line.write("0\r\n\r\n");
            line.awaitEnd();
        })) {
            ModelException failure = fail(provider, LONG);
            assertThat(failure.failure()).isEqualTo(ModelFailure.CUT);
            requireSaid("", failure.partial());
            assertThat(failure.partial().firstByteAt()).isPresent();
        }
    }

    @Test
    void characters_may_be_cut_by_the_network_at_every_byte() throws Exception {
        byte[] body =
                "data: {\"choices\":[{\"delta\":{\"content\":\"é日本😀\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8);
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.stream();
            for (byte one : body) {
                line.chunk(new byte[] {one});
            }
            line.write("0\r\n\r\n");
            line.awaitEnd();
        })) {
            requireSaid("é日本😀", read(provider, LONG));
        }
    }

    @Test
    void a_whole_reply_that_is_cut_or_is_no_json_or_is_an_error_fails_as_what_it_is() throws Exception {
        try (RawProvider provider = new RawProvider(
                line -> {
                    line.request();
                    line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"a\"");
                },
                line -> {
                    line.request();
                    line.answer("200 OK", "application/json", "{\"choices\":[");
                    line.awaitEnd();
                },
                line -> {
                    line.request();
                    line.answer("200 OK", "application/json", "{\"error\":{\"message\":\"overloaded\"}}");
                    line.awaitEnd();
                })) {
            assertThat(fail(provider, LONG).failure()).isEqualTo(ModelFailure.CUT);
            assertThat(fail(provider, LONG).failure()).isEqualTo(ModelFailure.PROTOCOL);
            assertThat(fail(provider, LONG).failure()).isEqualTo(ModelFailure.PROVIDER_ERROR);
        }
    }

    @Test
    void silence_in_the_middle_of_a_whole_reply_is_a_timeout_too() throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"a\"");
            line.awaitEnd();
        })) {
            assertThat(fail(provider, SHORT).failure()).isEqualTo(ModelFailure.TIMEOUT);
        }
    }

    @Test
    void a_call_that_timed_out_leaves_no_connection_open_at_the_provider() throws Exception {
        try (RawProvider provider = new RawProvider(
                line -> {
                    line.request();
                    line.awaitEnd();
                },
                line -> {
                    line.request();
                    line.stream();
                    line.chunk(HALF);
                    line.awaitEnd();
                })) {
            assertThat(fail(provider, SHORT).failure()).isEqualTo(ModelFailure.TIMEOUT);
            ModelException second = fail(provider, SHORT);
            assertThat(second.failure()).isEqualTo(ModelFailure.TIMEOUT);
            requireSaid("half", second.partial());
            assertThat(provider.connection(1).get(20, TimeUnit.SECONDS)).isEqualTo(true);
            assertThat(provider.connection(2).get(20, TimeUnit.SECONDS)).isEqualTo(true);
        }
    }

    @Test
    void a_reader_that_waits_for_the_first_byte_is_freed_by_a_close_from_elsewhere() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            asked.countDown();
            line.awaitEnd();
        })) {
            ChatStream stream = model(provider.baseUrl(), LONG).ask(request());
            CompletableFuture<ModelException> reading = reading(stream);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            stream.close();
            assertThat(reading.get(20, TimeUnit.SECONDS).failure()).isEqualTo(ModelFailure.CANCELLED);
            assertThat(provider.connection(1).get(20, TimeUnit.SECONDS)).isEqualTo(true);
        }
    }

    @Test
    void a_reader_that_waits_in_mid_stream_is_freed_by_a_close_from_elsewhere() throws Exception {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.stream();
            line.chunk(HALF);
            line.awaitEnd();
        })) {
            ChatStream stream = model(provider.baseUrl(), LONG).ask(request());
            CompletableFuture<ModelException> reading = reading(stream);
            await().until(() -> !told.isEmpty());
            stream.close();
            ModelException failure = reading.get(20, TimeUnit.SECONDS);
            assertThat(failure.failure()).isEqualTo(ModelFailure.CANCELLED);
            requireSaid("half", failure.partial());
            assertThat(provider.connection(1).get(20, TimeUnit.SECONDS)).isEqualTo(true);
        }
    }

    @Test
    void a_stream_that_was_closed_before_it_was_read_is_cancelled() throws Exception {
        try (RawProvider provider = new RawProvider(RawProvider.Line::awaitEnd)) {
            ChatStream stream = model(provider.baseUrl(), LONG).ask(request());
            stream.close();
            stream.close();
            ModelException failure = catchThrowableOfType(ModelException.class, () -> stream.read(told::add));
            assertThat(failure.failure()).isEqualTo(ModelFailure.CANCELLED);
        }
    }

    @Test
    void a_handshake_that_fails_is_a_failure_to_connect() throws Exception {
        byte[] handshakeFailure = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};
        try (RawProvider provider = new RawProvider(line -> line.write(handshakeFailure))) {
            String https = provider.baseUrl().replace("http:", "https:");
            ModelException failure = catchThrowableOfType(
                    ModelException.class,
                    () -> model(https, LONG).ask(request()).read(told::add));
            assertThat(failure.failure()).isEqualTo(ModelFailure.CONNECT);
        }
    }

    @Test
    void the_words_of_a_failure_have_neither_key_nor_message_nor_what_the_provider_said() throws Exception {
        try (RawProvider provider = new RawProvider(
                line -> {
                    line.request();
                    line.answer("401 Unauthorized", "application/json", "{\"error\":\"key-1 is wrong for: hello?\"}");
                    line.awaitEnd();
                },
                line -> {
                    line.request();
                    line.stream();
                    line.chunk("data: {\"error\":{\"message\":\"key-1 may not say: hello?\"}}\n\n");
                    line.awaitEnd();
                })) {
            for (int i = 0; i < 2; i++) {
                ModelException failure = fail(provider, LONG);
                assertThat(failure).hasMessageNotContaining("key-1").hasMessageNotContaining("hello?");
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).contains("provider_").doesNotContain("key-1", "hello?");
            }
        }
    }

    /** What was told is the text of the reply. */
    private void requireSaid(String text, ChatReply reply) {
        assertThat(String.join("", told)).isEqualTo(text);
        assertThat(reply.textLength()).isEqualTo(text.length());
    }

    private CompletableFuture<ModelException> reading(ChatStream stream) {
        return CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(ModelException.class, () -> stream.read(told::add)));
    }

    private ChatReply read(RawProvider provider, Duration patience) throws ModelException {
        try (ChatStream stream = model(provider.baseUrl(), patience).ask(request())) {
            return stream.read(told::add);
        }
    }

    private ModelException fail(RawProvider provider, Duration patience) {
        return catchThrowableOfType(ModelException.class, () -> read(provider, patience));
    }

    private static ChatModel model(String baseUrl, Duration patience) {
        ProviderSettings settings =
                new ProviderSettings("raw", URI.create(baseUrl), Optional.of("key-1"), patience, patience, patience);
        return new OpenAiChatModel(CLIENT, settings, Clock.systemUTC());
    }

    private static ChatRequest request() {
        return new ChatRequest("m-1", BigDecimal.ONE, 10, List.of(new ChatMessage.User("hello?")), List.of());
    }
}
