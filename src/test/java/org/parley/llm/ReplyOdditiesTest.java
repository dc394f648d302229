package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.Json;

/** Replies that no document of any provider describes, and that come all the same. */
class ReplyOdditiesTest {
    private static final String LONG_NUMBER = "9".repeat(5_000);

    private final List<String> told = new ArrayList<>();
    private final ReplyAssembler assembler = new ReplyAssembler(told::add);

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1.5", "true", "[]", "\"5\""})
    void a_count_of_any_shape_is_survived(String number) throws Exception {
        assembler.accept("{\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":7,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":" + number + "}}}");
        TokenUsage usage = assembler.reply().usage().orElseThrow();
        assertThat(usage.completion()).isEqualTo(7);
        assertThat(usage.prompt()).isNotNegative();
        assertThat(usage.total()).isNotNegative();
    }

    @Test
    void a_number_longer_than_a_parser_takes_breaks_the_protocol_or_is_not_known_but_never_the_reader() {
        for (String chunk : List.of(
                "{\"usage\":{\"prompt_tokens\":" + LONG_NUMBER + "}}",
                "{\"usage\":{\"prompt_tokens\":1,\"cost\":" + LONG_NUMBER + "}}",
                "{\"usage\":{\"prompt_tokens\":1,\"cost\":0." + LONG_NUMBER + "}}",
                "{\"usage\":{\"prompt_tokens\":1,\"cost\":\"" + LONG_NUMBER + "\"}}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":" + LONG_NUMBER + ",\"id\":\"a\"}]}}]}")) {
            ReplyAssembler fresh = new ReplyAssembler(told::add);
            assertThatCode(() -> {
                        try {
                            fresh.accept(chunk);
                        } catch (ProtocolException refused) {
                            assertThat(refused).hasMessageNotContaining("999");
                        }
                    })
                    .as(chunk.substring(0, 50))
                    .doesNotThrowAnyException();
            assertThat(fresh.reply().usage().flatMap(TokenUsage::cost)).isEmpty();
        }
    }

    @Test
    void the_totals_of_a_call_do_not_overflow() throws Exception {
        assembler.accept(
                "{\"usage\":{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":9223372036854775807}}");
        assertThat(assembler.reply().usage().map(TokenUsage::total).orElse(0L)).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"message\":\"x\"}", "\"overloaded\"", "{}"})
    void only_an_error_that_is_null_is_none(String error) {
        String chunk = "{\"error\":" + error + ",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}";
        if (error.equals("null")) {
            assertThatCode(() -> assembler.accept(chunk)).doesNotThrowAnyException();
            assertThat(told).containsExactly("x");
        } else {
            assertThatThrownBy(() -> assembler.accept(chunk)).isInstanceOf(ProviderErrorException.class);
            assertThat(told).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "length", "content_filter", "tool_calls", "anything"})
    void the_reason_of_the_end_is_kept_in_the_providers_words(String reason) throws Exception {
        assembler.accept("{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");
        assembler.accept("{\"choices\":[{\"delta\":{},\"finish_reason\":null}]}");
        assembler.accept("[DONE]");
        assertThat(assembler.reply().finishReason()).contains(reason);
    }

    @Test
    void words_before_tool_calls_and_the_reason_stop_leave_both_in_the_reply() throws Exception {
        assembler.accept("{\"choices\":[{\"delta\":{\"content\":\"Let me look.\"}}]}");
        assembler.accept(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"find\","
                        + "\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}]}");
        assertThat(String.join("", told)).isEqualTo("Let me look.");
        assertThat(assembler.reply().toolCalls()).containsExactly(new ToolCall("a", "find", "{}"));
    }

    @Test
    void a_whole_reply_has_its_tool_calls_in_its_message() throws Exception {
        assembler.acceptWhole(Json.parseObject("{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":["
                        + "{\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":\"{}\"}},"
                        + "{\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":{\"q\":1}}}]},"
                        + "\"finish_reason\":\"tool_calls\"}]}")
                .orElseThrow());
        assertThat(assembler.isDone()).isTrue();
        assertThat(assembler.reply().toolCalls())
                .containsExactly(new ToolCall("a", "x", "{}"), new ToolCall("b", "y", "{\"q\":1}"));
    }

    @Test
    void a_text_without_end_is_refused_before_it_fills_memory() throws Exception {
        String chunk = "{\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(1 << 20) + "\"}}]}";
        for (int i = 0; i < 4; i++) {
            assembler.accept(chunk);
        }
        assertThatThrownBy(() -> assembler.accept(chunk)).isInstanceOf(ProtocolException.class);
        assertThat(told).hasSize(4);
    }

    @Test
    void an_empty_delta_is_not_told() throws Exception {
        assembler.accept("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        assertThat(told).isEmpty();
    }

    @Test
    void bytes_may_be_cut_in_two_places_at_once() throws Exception {
        String sample = "\uFEFF: hi\r\rdata: é\rdata:日\ndata\r\n\r\ndata: 😀\n\nid: 1\n\ndata: last\r\r";
        List<String> events = List.of("é\n日\n", "😀", "last");
        byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                SseDecoder decoder = new SseDecoder();
                List<String> decoded = new ArrayList<>(decoder.decode(ByteBuffer.wrap(bytes, 0, first)));
                decoded.addAll(decoder.decode(ByteBuffer.wrap(bytes, first, second - first)));
                decoded.addAll(decoder.decode(ByteBuffer.wrap(bytes, second, bytes.length - second)));
                assertThat(decoded).as("cut at " + first + " and " + second).isEqualTo(events);
            }
        }
    }

    @Test
    void a_mark_of_byte_order_within_the_stream_is_text() throws Exception {
        SseDecoder decoder = new SseDecoder();
        assertThat(decoder.decode(ByteBuffer.wrap("data: a\n\ndata: \uFEFFb\n\n".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("a", "\uFEFFb");
    }

    @Test
    void usage_is_estimated_at_four_characters_a_token_rounded_up() {
        assertThat(TokenUsage.tokens(0)).isZero();
        assertThat(TokenUsage.tokens(1)).isEqualTo(1);
        assertThat(TokenUsage.tokens(4)).isEqualTo(1);
        assertThat(TokenUsage.tokens(5)).isEqualTo(2);
        assertThat(TokenUsage.tokens(Integer.MAX_VALUE)).isEqualTo(536_870_912);
        assertThat(TokenUsage.estimate(9, 4)).isEqualTo(new TokenUsage(3, 0, 1, 0, Optional.empty()));
        assertThatThrownBy(() -> new TokenUsage(0, -1, 0, 0, Optional.of(BigDecimal.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
