package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.llm.ModelFailure;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.usage.CompletionStatus;
import org.parley.usage.CostSource;
import org.parley.usage.RequestTotals;

/** A turn as clients of OpenAI's format read it: whole answers end with {@code [DONE]}, and others with an error. */
class OpenAiFormatTest {
    private static final UUID REQUEST = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final RequestTotals TOTALS =
            new RequestTotals(10, 4, 20, 5, 30, Optional.of(new BigDecimal("0.5")), CostSource.PROVIDER);
    private final TurnLog log = new TurnLog();

    @Test
    void a_turn_is_a_role_its_words_a_reason_and_the_end_mark() {
        log.append(new TurnEvent.Start(REQUEST, REQUEST, REQUEST, "served-1"));
        log.append(new TurnEvent.Text("Hello\n"));
        log.append(new TurnEvent.ToolStarted(new ToolCall("a", "find", "{}")));
        log.append(new TurnEvent.Text("world"));
        log.append(done(CompletionStatus.COMPLETE, "stop"));

        List<String> data = data(false);

        assertThat(data).hasSize(5).last().isEqualTo("[DONE]");
        assertThat(data).allSatisfy(line -> assertThat(line).doesNotContain("\n", "tool_calls", "usage"));
        List<JsonObject> chunks = data.subList(0, 4).stream()
                .map(line -> Json.parseObject(line).orElseThrow())
                .toList();
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.getString("id")).isEqualTo("chatcmpl-" + REQUEST);
            assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk");
            assertThat(chunk.getString("model")).isEqualTo("acme/alpha");
            assertThat(chunk.getString("llm_request_id")).isEqualTo(REQUEST.toString());
            assertThat(chunk.getInt("created")).isEqualTo(0x0189_0000_0000L / 1000);
            assertThat(chunk).doesNotContainKey("error");
        });
        assertThat(delta(chunks.get(0)).toString()).isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(delta(chunks.get(1)).getString("content")).isEqualTo("Hello\n");
        assertThat(delta(chunks.get(2)).getString("content")).isEqualTo("world");
        assertThat(choice(chunks.get(2)).get("finish_reason")).isEqualTo(JsonValue.NULL);
        assertThat(delta(chunks.get(3))).isEmpty();
        assertThat(choice(chunks.get(3)).getString("finish_reason")).isEqualTo("stop");
        assertThat(chunks.get(3).getString("completion_status")).isEqualTo("complete");
        assertThat(chunks.get(3).getJsonObject("cost").toString())
                .isEqualTo("{\"amount\":\"0.5\",\"currency\":\"USD\",\"source\":\"provider\"}");
    }

    @Test
    void events_have_no_name_and_no_id() {
        log.append(new TurnEvent.Start(REQUEST, REQUEST, REQUEST, "served-1"));
        log.append(done(CompletionStatus.COMPLETE, "stop"));
        assertThat(events(true)).hasSize(4).allSatisfy(event -> {
            assertThat(event.getName()).isEmpty();
            assertThat(event.getId()).isEmpty();
        });
    }

    @Test
    void usage_comes_in_a_chunk_without_choices_and_is_null_before() {
        log.append(new TurnEvent.Text("Hello"));
        log.append(done(CompletionStatus.COMPLETE, "stop"));

        List<String> data = data(true);

        assertThat(data).hasSize(4);
        assertThat(Json.parseObject(data.get(0)).orElseThrow().get("usage")).isEqualTo(JsonValue.NULL);
        assertThat(Json.parseObject(data.get(1)).orElseThrow().get("usage")).isEqualTo(JsonValue.NULL);
        JsonObject last = Json.parseObject(data.get(2)).orElseThrow();
        assertThat(last.getJsonArray("choices")).isEmpty();
        assertThat(last.getJsonObject("usage").toString())
                .isEqualTo("{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":4},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":5}}");
        assertThat(data.get(3)).isEqualTo("[DONE]");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETE, stop, stop",
        "COMPLETE, length, length",
        "COMPLETE, max_tokens, length",
        "COMPLETE, content_filter, content_filter",
        "COMPLETE, tool_calls, stop",
        "COMPLETE, eos, stop",
        "LIMIT, limit, length",
        "TIMEOUT, timeout, length",
    })
    void a_whole_answer_and_one_cut_by_a_limit_have_a_reason_that_clients_know(
            CompletionStatus status, String reason, String expected) {
        log.append(done(status, reason));
        List<String> data = data(false);
        JsonObject last = Json.parseObject(data.get(0)).orElseThrow();
        assertThat(choice(last).getString("finish_reason")).isEqualTo(expected);
        assertThat(last.getString("completion_status")).isEqualTo(status.word());
        assertThat(data.get(1)).isEqualTo("[DONE]");
    }

    @ParameterizedTest
    @CsvSource({
        "PARTIAL, provider_failed, api_error",
        "CANCELLED, cancelled, invalid_request_error",
        "INTERRUPTED, internal, server_error",
    })
    void an_answer_that_broke_off_ends_with_an_error_and_without_the_end_mark(
            CompletionStatus status, String code, String type) {
        log.append(new TurnEvent.Text("Half of"));
        log.append(done(status, status.word()));
        List<String> data = data(true);
        assertThat(data).hasSize(2);
        JsonObject error = Json.parseObject(data.get(1)).orElseThrow();
        assertThat(error.getString("llm_request_id")).isEqualTo(REQUEST.toString());
        assertThat(error.getJsonObject("error").getString("code")).isEqualTo(code);
        assertThat(error.getJsonObject("error").getString("type")).isEqualTo(type);
        assertThat(error.getJsonObject("error").getString("message")).isNotBlank();
        assertThat(error.getJsonObject("error").get("param")).isEqualTo(JsonValue.NULL);
    }

    @Test
    void a_failed_turn_ends_with_its_error_and_without_the_end_mark() {
        log.append(new TurnEvent.Failed(REQUEST, TurnFailure.problem(ModelFailure.TIMEOUT)));
        assertThat(data(true))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("\"code\":\"provider_timeout\"", "\"type\":\"api_error\""));
    }

    private List<OutboundSseEvent> events(boolean withUsage) {
        OpenAiFormat format = new OpenAiFormat(new OpenAiHead(REQUEST, "acme/alpha"), withUsage);
        List<OutboundSseEvent> events = new ArrayList<>();
        for (var piece = log.at(0);
                piece.isPresent();
                piece = log.at(piece.get().next())) {
            events.addAll(format.events(piece.get(), FakeConnection.events()));
        }
        return events;
    }

    private List<String> data(boolean withUsage) {
        return events(withUsage).stream()
                .map(event -> event.getData().toString())
                .toList();
    }

    private static JsonObject choice(JsonObject chunk) {
        return chunk.getJsonArray("choices").getJsonObject(0);
    }

    private static JsonObject delta(JsonObject chunk) {
        return choice(chunk).getJsonObject("delta");
    }

    private static TurnEvent done(CompletionStatus status, String finishReason) {
        return new TurnEvent.Done(REQUEST, REQUEST, status, finishReason, TOTALS);
    }
}
