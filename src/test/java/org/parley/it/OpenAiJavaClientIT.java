package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.fake.StubCall;

/** OpenAI's own client for Java works unchanged: it is given an address and any key. */
class OpenAiJavaClientIT {
    private final Parley parley = Parley.running();
    private final Sql sql = new Sql(parley);
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(parley.address() + "/v1")
            .apiKey("any")
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_completion_with_its_usage() {
        parley.provider().script("oj-whole", call -> call.text("Bonjour.").end("stop", 12, 4, "0.5"));

        ChatCompletion completion = client.chat().completions().create(asked("oj-whole"));

        assertThat(completion.choices()).singleElement().satisfies(choice -> {
            assertThat(choice.message().content()).contains("Bonjour.");
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        });
        assertThat(completion.model()).isEqualTo("acme/alpha");
        assertThat(completion.created()).isPositive();
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(16);
        assertThat(completion.validate()).isSameAs(completion);
    }

    @Test
    void a_stream_with_its_usage_at_the_end() {
        parley.provider()
                .script("oj-stream", call -> call.text("One ").text("two.").end("stop", 5, 2, "0.5"));

        List<ChatCompletionChunk> chunks = new ArrayList<>();
        ChatCompletionStreamOptions usage =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(
                        asked("oj-stream").toBuilder().streamOptions(usage).build())) {
            stream.stream().forEach(chunks::add);
        }

        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.validate()).isSameAs(chunk));
        assertThat(text(chunks)).isEqualTo("One two.");
        assertThat(chunks.get(chunks.size() - 1).usage().orElseThrow().totalTokens())
                .isEqualTo(7);
    }

    @Test
    void a_stream_that_is_cut_is_an_exception_after_the_words_that_came() {
        parley.provider().script("oj-cut", call -> call.text("Half of"));

        List<ChatCompletionChunk> chunks = new ArrayList<>();
        SseException cut;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asked("oj-cut"))) {
            cut = catchThrowableOfType(SseException.class, () -> stream.stream().forEach(chunks::add));
        }

        assertThat(text(chunks)).isEqualTo("Half of");
        assertThat(cut.code()).contains("provider_failed");
        assertThat(cut.type()).contains("api_error");
    }

    @Test
    void models_are_listed_and_found_by_their_address() {
        assertThat(client.models().list().items())
                .extracting(Model::id)
                .contains("wyckoff/wyckoff_info_chat1")
                .doesNotContain("acme/alpha");
        assertThat(client.models().retrieve("acme/alpha").id()).isEqualTo("acme/alpha");
    }

    @Test
    void refusals_are_the_clients_own_exceptions() {
        NotFoundException unknown = failure(
                NotFoundException.class,
                asked("x").toBuilder().model("acme/nobody").build());
        assertThat(unknown.code()).contains("model_not_found");
        assertThat(unknown.param()).contains("model");
        BadRequestException bad =
                failure(BadRequestException.class, asked("x").toBuilder().n(2).build());
        assertThat(bad.code()).contains("unsupported_parameter");
        assertThat(bad.param()).contains("n");
        assertThat(bad.type()).contains("invalid_request_error");
    }

    @Test
    void a_retry_of_the_client_after_a_failure_that_cost_nothing_is_paid_for_once() {
        parley.provider()
                .script(
                        "oj-retried",
                        call -> call.status(503, "{}"),
                        call -> call.text("At last.").end("stop", 3, 2, "0.25"));

        ChatCompletion completion = client.chat().completions().create(asked("oj-retried"));

        assertThat(completion.choices().get(0).message().content()).contains("At last.");
        assertThat(parley.provider().book("oj-retried")).hasSize(2);
        assertThat(booked("oj-retried")).containsEntry("turns", 2L).containsEntry("cost", new BigDecimal("0.25"));
    }

    @Test
    void an_answer_that_was_cut_is_an_exception_and_is_not_bought_again() {
        parley.provider()
                .script(
                        "oj-torn",
                        call -> call.text("Half of"),
                        call -> call.text("A second purchase.").end("stop", 1, 1, "0.25"));

        InternalServerException torn = failure(InternalServerException.class, asked("oj-torn"));

        assertThat(torn.statusCode()).isEqualTo(502);
        assertThat(torn.code()).contains("provider_failed");
        assertThat(parley.provider().book("oj-torn")).hasSize(1);
        assertThat(booked("oj-torn")).containsEntry("turns", 1L);
    }

    @Test
    void the_same_idempotency_key_is_the_same_completion() {
        parley.provider().script("oj-keyed", call -> call.text("Once.").end("stop", 1, 1, "0.5"));
        ChatCompletionCreateParams asked = keyed("oj-keyed");

        ChatCompletion first = client.chat().completions().create(asked);
        ChatCompletion again = client.chat().completions().create(asked);

        assertThat(again).isEqualTo(first);
        assertThat(parley.provider().book("oj-keyed"))
                .singleElement()
                .extracting(StubCall::events)
                .isNotNull();
        assertThat(failure(UnprocessableEntityException.class, keyed("oj-keyed otherwise"))
                        .code())
                .contains("idempotency_key_reused");
    }

    private <T extends OpenAIServiceException> T failure(Class<T> type, ChatCompletionCreateParams asked) {
        return catchThrowableOfType(type, () -> client.chat().completions().create(asked));
    }

    private Map<String, Object> booked(String message) {
        return sql.row("""
                SELECT count(*) AS turns, sum(total_cost) AS cost FROM llm_requests WHERE id IN
                (SELECT llm_request_id FROM messages WHERE role = 'user' AND content = ?)""", message);
    }

    private static ChatCompletionCreateParams asked(String message) {
        return ChatCompletionCreateParams.builder()
                .model("acme/alpha")
                .addUserMessage(message)
                .build();
    }

    private static ChatCompletionCreateParams keyed(String message) {
        return asked(message).toBuilder()
                .putAdditionalHeader("Idempotency-Key", "oj-key-1")
                .build();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }
}
