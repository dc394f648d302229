package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.fake.ProviderStub;
import org.parley.platform.Json;

/** Calls over a real socket. */
class OpenAiChatModelTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String QUESTION = "hello?";

    private final ProviderStub stub = new ProviderStub();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void a_stream_is_read_to_its_end() throws Exception {
        stub.script(
                QUESTION,
                call -> call.comment("PROCESSING").text("Hel").text("lo").end("stop", 3, 2, "0.25"));

        ChatReply reply = ask();

        assertThat(told).containsExactly("Hel", "lo");
        assertThat(reply.finishReason()).contains("stop");
        assertThat(reply.usage().orElseThrow().cost()).contains(new BigDecimal("0.25"));
        assertThat(reply.generationId()).contains(stub.book(QUESTION).get(0).generationId());
        assertThat(reply.firstByteAt()).isPresent();
    }

    @Test
    void the_request_says_what_it_was_given_and_the_key_goes_only_into_the_header() throws Exception {
        stub.script(QUESTION, call -> call.text("x").end("stop", 1, 1, "0"));
        ask();

        var request = stub.book(QUESTION).get(0).request();
        assertThat(request.getString("model")).isEqualTo("m-1");
        assertThat(request.getJsonNumber("temperature").bigDecimalValue()).isEqualByComparingTo("0.30");
        assertThat(request.getInt("max_tokens")).isEqualTo(77);
        assertThat(request.getBoolean("stream")).isTrue();
        assertThat(request.getJsonObject("stream_options").getBoolean("include_usage"))
                .isTrue();
        assertThat(request.getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("function")
                        .getString("name"))
                .isEqualTo("find");
        assertThat(stub.book(QUESTION).get(0).header("Authorization")).isEqualTo("Bearer key-1");
        assertThat(request.toString()).doesNotContain("key-1");
        assertThat(settings(stub.baseUrl()).toString()).doesNotContain("key-1");
    }

    @Test
    void a_whole_reply_in_place_of_a_stream_is_taken_too() throws Exception {
        stub.script(
                QUESTION,
                call -> call.status(
                        200,
                        "{\"id\":\"g\",\"model\":\"s\",\"choices\":[{\"message\":{\"content\":\"né\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}"));
        requireSaid("né", ask());
        assertThat(told).containsExactly("né");
    }

    @ParameterizedTest
    @CsvSource({
        "400,REFUSED",
        "401,UNAUTHORIZED",
        "402,PAYMENT_REQUIRED",
        "403,UNAUTHORIZED",
        "404,REFUSED",
        "429,RATE_LIMITED",
        "500,UNAVAILABLE",
        "502,UNAVAILABLE",
        "503,UNAVAILABLE"
    })
    void a_status_is_a_failure_of_its_kind(int status, ModelFailure failure) {
        stub.script(QUESTION, call -> call.status(status, "{}"));
        assertThat(fail().failure()).isEqualTo(failure);
    }

    @Test
    void a_stream_that_is_cut_keeps_what_came() {
        stub.script(QUESTION, call -> call.text("half"));
        ModelException failure = fail();
        assertThat(failure.failure()).isEqualTo(ModelFailure.CUT);
        requireSaid("half", failure.partial());
    }

    @Test
    void an_error_object_after_words_keeps_the_words() {
        stub.script(QUESTION, call -> call.text("half").event("{\"error\":{\"message\":\"x\",\"code\":502}}"));
        ModelException failure = fail();
        assertThat(failure.failure()).isEqualTo(ModelFailure.PROVIDER_ERROR);
        requireSaid("half", failure.partial());
    }

    @Test
    void a_chunk_that_is_no_json_breaks_the_protocol() {
        stub.script(QUESTION, call -> call.event("<html>"));
        assertThat(fail().failure()).isEqualTo(ModelFailure.PROTOCOL);
    }

    @Test
    void silence_before_the_first_byte_and_after_it_is_a_timeout() {
        CountDownLatch over = new CountDownLatch(1);
        stub.script(QUESTION, call -> over.await(), call -> {
            call.text("one");
            over.await();
        });
        assertThat(fail().failure()).isEqualTo(ModelFailure.TIMEOUT);
        ModelException second = fail();
        over.countDown();
        assertThat(second.failure()).isEqualTo(ModelFailure.TIMEOUT);
        requireSaid("one", second.partial());
    }

    @Test
    void closing_ends_the_providers_connection() throws Exception {
        stub.script(QUESTION, call -> {
            call.text("one");
            while (!call.left().await(20, TimeUnit.MILLISECONDS)) {
                call.comment("still here");
            }
        });
        ChatStream stream = model(stub.baseUrl()).ask(request());
        CompletableFuture<ModelException> reading = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(ModelException.class, () -> stream.read(delta -> stream.close())));
        assertThat(reading.get(10, TimeUnit.SECONDS).failure()).isEqualTo(ModelFailure.CANCELLED);
        assertThat(stub.book(QUESTION).get(0).left().await(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void a_connection_serves_the_next_call_after_a_whole_reply() throws Exception {
        stub.script(
                QUESTION,
                call -> call.text("1").end("stop", 1, 1, "0"),
                call -> call.text("2").end("stop", 1, 1, "0"),
                call -> call.text("3").end("stop", 1, 1, "0"));
        for (int i = 0; i < 3; i++) {
            ask();
            int before = i;
            await().until(() -> stub.book(QUESTION).size() == before + 1);
        }
        assertThat(stub.book(QUESTION)).extracting(call -> call.peer()).hasSize(3);
        assertThat(stub.book(QUESTION).stream().map(call -> call.peer()).distinct())
                .hasSizeLessThan(3);
    }

    @Test
    void nobody_there_is_a_failure_to_connect() {
        String nowhere = stub.baseUrl();
        stub.close();
        ModelException failure = catchThrowableOfType(
                ModelException.class, () -> model(nowhere).ask(request()).read(told::add));
        assertThat(failure.failure()).isEqualTo(ModelFailure.CONNECT);
    }

    /** What was told is the text of the reply. */
    private void requireSaid(String text, ChatReply reply) {
        assertThat(String.join("", told)).isEqualTo(text);
        assertThat(reply.textLength()).isEqualTo(text.length());
    }

    private ChatReply ask() throws ModelException {
        try (ChatStream stream = model(stub.baseUrl()).ask(request())) {
            return stream.read(told::add);
        }
    }

    private ModelException fail() {
        return catchThrowableOfType(ModelException.class, this::ask);
    }

    private static ChatModel model(String baseUrl) {
        return new OpenAiChatModel(CLIENT, settings(baseUrl), Clock.systemUTC());
    }

    private static ProviderSettings settings(String baseUrl) {
        Duration wait = Duration.ofMillis(700);
        return new ProviderSettings("stub", URI.create(baseUrl), Optional.of("key-1"), wait, wait, wait);
    }

    private static ChatRequest request() {
        ToolSpec tool = new ToolSpec(
                "find", "Finds.", Json.object().add("type", "object").build());
        return new ChatRequest(
                "m-1", new BigDecimal("0.30"), 77, List.of(new ChatMessage.User(QUESTION)), List.of(tool));
    }
}
