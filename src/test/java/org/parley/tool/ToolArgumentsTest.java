package org.parley.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;

/** The model's arguments are read with distrust. */
class ToolArgumentsTest {
    private static final Tool TOOL = new Tool() {
        @Override
        public String name() {
            return "find";
        }

        @Override
        public String description() {
            return "Finds.";
        }

        @Override
        public JsonObject schema() {
            return Json.parseObject(
                            "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1}}}")
                    .orElseThrow();
        }

        @Override
        public JsonObject call(JsonObject arguments, Agent agent) {
            return arguments;
        }
    };

    private final ToolArguments reader = new ToolArguments();

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "null", "{}"})
    void no_arguments_are_an_empty_object(String text) throws Exception {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void valid_arguments_are_taken() throws Exception {
        assertThat(read("{\"n\":3}").getInt("n")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{\"n\":\"three\"}", "{\"n\":0}", "{\"m\":1}", "{\"n\":1}{\"n\":1}"})
    void others_are_refused_in_words_that_a_model_can_act_on(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ToolException.class, e -> assertThat(e.type()).isEqualTo("invalid_arguments"))
                .message()
                .isNotBlank();
    }

    private JsonObject read(String text) throws ToolException {
        return reader.read(TOOL, new ToolCall("id", "find", text));
    }
}
