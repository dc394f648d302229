package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.platform.Json;

/** Deltas that tell too little, or the same of two calls. */
class ToolCallOdditiesTest {
    private final ReplyAssembler assembler = new ReplyAssembler(delta -> {});

    @Test
    void one_delta_may_have_two_calls() throws Exception {
        deltas("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":\"{}\"}},"
                + "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":\"{}\"}}");
        assertThat(calls()).containsExactly(new ToolCall("a", "x", "{}"), new ToolCall("b", "y", "{}"));
    }

    @Test
    void two_calls_with_an_index_of_their_own_and_one_id_are_two_calls() throws Exception {
        deltas("{\"index\":0,\"id\":\"same\",\"function\":{\"name\":\"x\",\"arguments\":\"{\\\"a\\\":\"}}");
        deltas("{\"index\":0,\"id\":\"same\",\"function\":{\"arguments\":\"1}\"}}");
        deltas("{\"index\":1,\"id\":\"same\",\"function\":{\"name\":\"y\",\"arguments\":\"{}\"}}");
        assertThat(calls()).extracting(ToolCall::name).containsExactly("x", "y");
        assertThat(calls()).extracting(ToolCall::arguments).containsExactly("{\"a\":1}", "{}");
    }

    @Test
    void two_whole_calls_with_neither_index_nor_id_are_two_calls() throws Exception {
        deltas("{\"id\":\"\",\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"q\\\":1}\"}},"
                + "{\"id\":\"\",\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"q\\\":2}\"}}");
        assertThat(calls()).extracting(ToolCall::name).containsExactly("find", "find");
        assertThat(calls()).extracting(ToolCall::arguments).containsExactly("{\"q\":1}", "{\"q\":2}");
        assertThat(calls()).extracting(ToolCall::id).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void two_whole_calls_that_both_have_index_0_and_no_id_are_two_calls() throws Exception {
        deltas("{\"index\":0,\"id\":null,\"function\":{\"name\":\"x\",\"arguments\":\"{}\"}}");
        deltas("{\"index\":0,\"id\":null,\"function\":{\"name\":\"y\",\"arguments\":\"{}\"}}");
        assertThat(calls()).extracting(ToolCall::name).containsExactly("x", "y");
    }

    @Test
    void ids_that_we_give_are_none_that_the_provider_gave() throws Exception {
        deltas("{\"index\":0,\"id\":\"call_2\",\"function\":{\"name\":\"x\",\"arguments\":\"{}\"}},"
                + "{\"index\":1,\"function\":{\"name\":\"y\",\"arguments\":\"{}\"}}");
        assertThat(calls()).extracting(ToolCall::id).doesNotHaveDuplicates();
    }

    @Test
    void a_name_repeated_with_every_piece_of_the_arguments_stays_one_call_without_index_and_id() throws Exception {
        deltas("{\"function\":{\"name\":\"find\",\"arguments\":\"\"}}");
        deltas("{\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"q\\\":\"}}");
        deltas("{\"function\":{\"name\":\"find\",\"arguments\":\"1}\"}}");
        assertThat(calls()).containsExactly(new ToolCall("call_1", "find", "{\"q\":1}"));
    }

    @Test
    void a_name_without_end_is_refused_before_it_fills_memory() {
        String piece = "x".repeat(1 << 18);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 9; i++) {
                        deltas("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"" + i + piece + "\"}}");
                    }
                })
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void a_delta_that_is_no_object_or_has_no_function_is_survived() throws Exception {
        deltas("null,7,\"x\",{\"index\":0,\"id\":\"a\",\"function\":null},{\"index\":0,\"function\":{\"name\":\"x\"}}");
        assertThat(calls()).containsExactly(new ToolCall("a", "x", ""));
    }

    @Test
    void what_was_called_is_told_back_to_the_model_as_it_was_written() {
        JsonObject said =
                new ChatMessage.Assistant("Let me look.", List.of(new ToolCall("a", "find", "{\"q\":\"é\"}"))).toJson();
        assertThat(said.getString("role")).isEqualTo("assistant");
        assertThat(said.getString("content")).isEqualTo("Let me look.");
        JsonObject call = said.getJsonArray("tool_calls").getJsonObject(0);
        assertThat(call.getString("id")).isEqualTo("a");
        assertThat(call.getString("type")).isEqualTo("function");
        assertThat(call.getJsonObject("function").getString("arguments")).isEqualTo("{\"q\":\"é\"}");
        assertThat(new ChatMessage.ToolOutput("a", "[]").toJson())
                .isEqualTo(Json.parseObject("{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"[]\"}")
                        .orElseThrow());
    }

    private List<ToolCall> calls() {
        return assembler.reply().toolCalls();
    }

    private void deltas(String calls) throws ProtocolException, ProviderErrorException {
        assembler.accept("{\"choices\":[{\"delta\":{\"tool_calls\":[" + calls + "]}}]}");
    }
}
