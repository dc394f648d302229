package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation that cannot be shown to a model as it was sent is refused by the place that is at fault. */
class OpenAiMessagesTest {
    private static final String HELLO = "{\"role\":\"user\",\"content\":\"Hello\"}";
    private static final String CALL =
            "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
    private static final String CALLING = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + CALL + "]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7 | messages[0]",
                "{\"content\":\"x\"} | messages[0].role",
                "{\"role\":\"robot\",\"content\":\"x\"} | messages[0].role",
                "{\"role\":\"function\",\"content\":\"x\"} | messages[0].role",
                "{\"role\":\"user\"} | messages[0].content",
                "{\"role\":\"user\",\"content\":null} | messages[0].content",
                "{\"role\":\"user\",\"content\":7} | messages[0].content",
                "{\"role\":\"user\",\"content\":[]} | messages[0].content",
                "{\"role\":\"user\",\"content\":[\"x\"]} | messages[0].content[0]",
                "{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]} | messages[0].content[0].type",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]} | messages[0].content[0].text",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]} | messages[0].content[0].type",
                "{\"role\":\"user\",\"content\":\"\"} | messages[0].content",
                "{\"role\":\"user\",\"content\":\" \\n \"} | messages[0].content",
                "{\"role\":\"user\",\"content\":\"a\\u0000b\"} | messages[0].content",
                "{\"role\":\"user\",\"content\":\"x\",\"name\":\"Ann\"} | messages[0].name",
                "{\"role\":\"system\",\"content\":\"x\"} | messages[0].role",
                "{\"role\":\"assistant\",\"content\":\"x\"} | messages[0].role",
            })
    void a_single_message_that_is_not_the_visitors_text(String message, String param) {
        assertThat(refusal(message).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"role\":\"assistant\"} | messages[0].content",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]} | messages[0].content",
                "{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":{}} | messages[0].tool_calls",
                "{\"role\":\"assistant\",\"content\":\"x\",\"audio\":{\"id\":\"a\"}} | messages[0].audio",
                "{\"role\":\"assistant\",\"content\":\"x\",\"function_call\":{}} | messages[0].function_call",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[7]} | messages[0].tool_calls[0]",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"custom\"}]} | messages[0].tool_calls[0]",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\"}]} | messages[0].tool_calls[0]",
                "{\"role\":\"tool\",\"content\":\"x\"} | messages[0].tool_call_id",
                "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"} | messages[0].tool_call_id",
            })
    void a_past_that_is_not_well_formed(String message, String param) {
        assertThat(refusal(message + "," + HELLO).param()).isEqualTo(param);
    }

    @Test
    void a_tool_call_without_its_result_right_behind_it() {
        assertThat(refusal(CALLING + "," + HELLO).param()).isEqualTo("messages[1].role");
        String answered = CALLING + ",{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"}";
        assertThat(refusal(answered + ",{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"}," + HELLO)
                        .param())
                .isEqualTo("messages[2].tool_call_id");
        String twice = CALLING.replace(CALL, CALL + "," + CALL);
        assertThat(refusal(twice + "," + HELLO).param()).isEqualTo("messages[0].tool_calls");
        assertThat(refusal(answered).param())
                .as("a tool's word is not the last")
                .isEqualTo("messages[1].role");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a/b\"}",
                "{\"model\":\"a/b\",\"messages\":[]}",
                "{\"model\":\"a/b\",\"messages\":{}}"
            })
    void no_messages_at_all(String body) {
        assertThat(OpenAiRequestTest.refusal(body).param()).isEqualTo("messages");
    }

    @Test
    void more_messages_than_anybody_reads() {
        String many = String.join(",", Collections.nCopies(2049, HELLO));
        assertThat(refusal(many).code()).isEqualTo("array_above_max_length");
        String most = String.join(",", Collections.nCopies(2048, HELLO));
        assertThat(OpenAiRequest.parse(OpenAiRequestTest.body("\"n\":1", most), null)
                        .turn()
                        .context()
                        .before())
                .hasSize(2047);
    }

    private static OpenAiError refusal(String messages) {
        OpenAiError error = OpenAiRequestTest.refusal(OpenAiRequestTest.body("\"n\":1", messages));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.type()).isEqualTo("invalid_request_error");
        return error;
    }
}
