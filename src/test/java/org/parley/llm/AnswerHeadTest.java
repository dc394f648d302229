package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the head of an answer says of its body is heeded. */
class AnswerHeadTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String OK =
            "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate, gzip"})
    void an_answer_in_an_encoding_breaks_the_protocol(String encoding) throws Exception {
        byte[] zipped = gzip(OK);
        assertThatThrownBy(() -> read("text/event-stream\r\nContent-Encoding: " + encoding, zipped))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.failure()).isEqualTo(ModelFailure.PROTOCOL))
                .hasStackTraceContaining("encoded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Text/Event-Stream; charset=UTF-8",
                "TEXT/EVENT-STREAM",
                "text/event-stream\r\nContent-Encoding: Identity"
            })
    void media_types_and_encodings_are_read_without_regard_to_case(String head) throws Exception {
        assertThat(read(head, OK.getBytes(StandardCharsets.UTF_8))).isEqualTo("ok");
    }

    @Test
    void a_whole_answer_may_be_called_json_in_any_case() throws Exception {
        String json = "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}";
        assertThat(read("Application/JSON", json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ok");
    }

    private static String read(String type, byte[] body) throws IOException, ModelException {
        try (RawProvider provider = new RawProvider(line -> {
            line.request();
            line.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n");
            line.write(body);
            line.awaitEnd();
        })) {
            Duration wait = Duration.ofSeconds(10);
            ProviderSettings settings =
                    new ProviderSettings("raw", URI.create(provider.baseUrl()), Optional.empty(), wait, wait, wait);
            ChatRequest request =
                    new ChatRequest("m", BigDecimal.ONE, 10, List.of(new ChatMessage.User("?")), List.of());
            try (ChatStream stream = new OpenAiChatModel(CLIENT, settings, Clock.systemUTC()).ask(request)) {
                StringBuilder said = new StringBuilder();
                assertThat(stream.read(said::append).textLength()).isEqualTo(said.length());
                return said.toString();
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
