package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks to a reply, as providers really send them. */
class ReplyAssemblerTest {
    private final List<String> told = new ArrayList<>();
    private final ReplyAssembler assembler = new ReplyAssembler(told::add);

    @Test
    void text_is_told_piece_by_piece_and_counted() throws Exception {
        text("Hel");
        text("lo");
        assertThat(told).containsExactly("Hel", "lo");
        assertThat(String.join("", told)).isEqualTo("Hello");
        assertThat(assembler.reply().textLength()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":[null]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"delta\":null}]}",
                "{\"choices\":[{\"delta\":{\"content\":null}}]}",
                ""
            })
    void a_chunk_with_nothing_in_it_changes_nothing(String chunk) throws Exception {
        assembler.accept(chunk);
        assertThat(String.join("", told)).isEmpty();
        assertThat(assembler.isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "\"text\"", "{\"choices\":", "{} {}"})
    void what_is_no_json_object_breaks_the_protocol(String data) {
        assertThatThrownBy(() -> assembler.accept(data)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void an_error_object_in_the_stream_is_the_providers_failure() {
        assertThatThrownBy(() -> assembler.accept("{\"error\":{\"message\":\"overloaded\"}}"))
                .isInstanceOf(ProviderErrorException.class);
    }

    @Test
    void what_comes_after_the_end_mark_is_passed_over() throws Exception {
        text("kept");
        assembler.accept("[DONE]");
        text("dropped");
        assembler.accept("garbage");
        assertThat(String.join("", told)).isEqualTo("kept");
        assertThat(assembler.isDone()).isTrue();
    }

    @Test
    void a_reply_with_a_finish_reason_is_whole_without_an_end_mark() throws Exception {
        assembler.accept("{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}");
        assertThat(assembler.isDone()).isFalse();
        assertThat(assembler.isWhole()).isTrue();
        assertThat(assembler.reply().finishReason()).contains("length");
    }

    @Test
    void the_last_usage_counts_wherever_it_stands() throws Exception {
        assertThat(assembler.reply().usage()).isEmpty();
        usage("{\"prompt_tokens\":1,\"completion_tokens\":1}");
        assembler.accept("{\"choices\":[],\"usage\":null}");
        usage(
                "{\"prompt_tokens\":10,\"completion_tokens\":20,\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":5}}");
        text("after");
        TokenUsage usage = assembler.reply().usage().orElseThrow();
        assertThat(usage.prompt()).isEqualTo(10);
        assertThat(usage.cached()).isEqualTo(4);
        assertThat(usage.completion()).isEqualTo(20);
        assertThat(usage.reasoning()).isEqualTo(5);
        assertThat(usage.total()).isEqualTo(30);
        assertThat(usage.cost()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.000345,0.000345", "'\"0.5\"',0.5", "0,0", "1e-7,0.0000001"})
    void a_cost_is_taken_exactly_as_number_or_text(String sent, BigDecimal cost) throws Exception {
        usage("{\"prompt_tokens\":1,\"cost\":" + sent + "}");
        assertThat(assembler.reply().usage().orElseThrow().cost().orElseThrow()).isEqualByComparingTo(cost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "\"free\"", "{}", "1e999999999", "1e-999999999", "true"})
    void a_cost_that_is_none_is_not_known(String sent) throws Exception {
        usage("{\"prompt_tokens\":1,\"cost\":" + sent + "}");
        assertThat(assembler.reply().usage().orElseThrow().cost()).isEmpty();
    }

    @Test
    void counts_that_are_nonsense_are_zero() throws Exception {
        usage("{\"prompt_tokens\":-5,\"completion_tokens\":\"many\",\"prompt_tokens_details\":7}");
        assertThat(assembler.reply().usage().orElseThrow().total()).isZero();
    }

    @Test
    void the_first_id_and_the_served_model_are_kept() throws Exception {
        assembler.accept("{\"id\":\"gen-1\",\"model\":\"served\"}");
        assembler.accept("{\"id\":\"gen-2\",\"model\":\"other\"}");
        assertThat(assembler.reply().generationId()).contains("gen-1");
        assertThat(assembler.reply().servedModel()).contains("served");
    }

    private void text(String delta) throws Exception {
        assembler.accept("{\"choices\":[{\"delta\":{\"content\":\"" + delta + "\"}}]}");
    }

    private void usage(String json) throws Exception {
        assembler.accept("{\"choices\":[],\"usage\":" + json + "}");
    }
}
