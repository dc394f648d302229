package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.parley.platform.Json;

/** Deltas to tool calls, in all the shapes that providers give them. */
class ToolCallAssemblerTest {
    private final ToolCallAssembler assembler = new ToolCallAssembler();

    @Test
    void arguments_come_in_pieces() throws Exception {
        accept("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"find\",\"arguments\":\"\"}}");
        accept("{\"index\":0,\"function\":{\"arguments\":\"{\\\"q\\\":\"}}");
        accept("{\"index\":0,\"function\":{\"arguments\":\"1}\"}}");
        assertThat(assembler.calls()).containsExactly(new ToolCall("a", "find", "{\"q\":1}"));
    }

    @Test
    void the_arguments_of_several_calls_may_be_interleaved() throws Exception {
        accept("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":\"1\"}}");
        accept("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":\"2\"}}");
        accept("{\"index\":0,\"function\":{\"arguments\":\"3\"}}");
        accept("{\"index\":1,\"function\":{\"arguments\":\"4\"}}");
        assertThat(assembler.calls()).containsExactly(new ToolCall("a", "x", "13"), new ToolCall("b", "y", "24"));
    }

    @Test
    void calls_without_an_index_are_told_apart_by_id() throws Exception {
        accept("{\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":\"1\"}}");
        accept("{\"function\":{\"arguments\":\"2\"}}");
        accept("{\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":\"3\"}}");
        assertThat(assembler.calls()).containsExactly(new ToolCall("a", "x", "12"), new ToolCall("b", "y", "3"));
    }

    @Test
    void calls_that_all_have_index_0_are_told_apart_by_id() throws Exception {
        accept("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":\"1\"}}");
        accept("{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":\"2\"}}");
        accept("{\"index\":0,\"function\":{\"arguments\":\"3\"}}");
        assertThat(assembler.calls()).containsExactly(new ToolCall("a", "x", "1"), new ToolCall("b", "y", "23"));
    }

    @Test
    void id_and_name_may_be_repeated_in_every_delta() throws Exception {
        for (int i = 0; i < 3; i++) {
            accept("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"find\",\"arguments\":\"" + i + "\"}}");
        }
        assertThat(assembler.calls()).containsExactly(new ToolCall("a", "find", "012"));
    }

    @Test
    void a_name_may_come_in_pieces() throws Exception {
        accept("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"search_\"}}");
        accept("{\"index\":0,\"function\":{\"name\":\"directory\"}}");
        assertThat(assembler.calls().get(0).name()).isEqualTo("search_directory");
    }

    @Test
    void a_call_without_an_id_is_given_one() throws Exception {
        accept("{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"x\"}}");
        accept("{\"index\":1,\"id\":null,\"function\":{\"name\":\"y\"}}");
        assertThat(assembler.calls()).extracting(ToolCall::id).containsExactly("call_1", "call_2");
    }

    @Test
    void an_id_that_comes_late_is_taken() throws Exception {
        accept("{\"index\":0,\"function\":{\"name\":\"x\"}}");
        accept("{\"index\":0,\"id\":\"late\",\"function\":{\"arguments\":\"{}\"}}");
        assertThat(assembler.calls()).containsExactly(new ToolCall("late", "x", "{}"));
    }

    @Test
    void arguments_may_be_null_or_a_whole_object() throws Exception {
        accept("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":null}}");
        accept("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":{\"q\":1}}}");
        assertThat(assembler.calls()).extracting(ToolCall::arguments).containsExactly("", "{\"q\":1}");
    }

    @Test
    void too_many_calls_and_too_long_arguments_break_the_protocol() throws Exception {
        for (int i = 0; i < 128; i++) {
            accept("{\"index\":" + i + ",\"id\":\"c" + i + "\"}");
        }
        assertThatThrownBy(() -> accept("{\"index\":128,\"id\":\"one-more\"}")).isInstanceOf(ProtocolException.class);
        String long64k = "x".repeat(1 << 16);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 17; i++) {
                        accept("{\"index\":0,\"function\":{\"arguments\":\"" + long64k + "\"}}");
                    }
                })
                .isInstanceOf(ProtocolException.class);
    }

    private void accept(String json) throws ProtocolException {
        assembler.accept(Json.parseObject(json).orElseThrow());
    }
}
