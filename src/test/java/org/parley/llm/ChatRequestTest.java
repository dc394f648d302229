package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.platform.Json;

/** What goes to the provider, digit by digit. */
class ChatRequestTest {
    private static final List<ChatMessage> SAID = List.of(
            new ChatMessage.Prompt("Be brief."),
            new ChatMessage.User("Hello"),
            new ChatMessage.Assistant("Hi", List.of()),
            new ChatMessage.User("\"Who?\"\n\u0001 é😀"));

    @ParameterizedTest
    @CsvSource({"0,0", "0.1,0.1", "0.30,0.30", "0.12345678901234567890,0.12345678901234567890", "2,2"})
    void the_temperature_is_sent_to_the_last_digit(BigDecimal temperature, String sent) {
        assertThat(request(temperature, SAID).toJson()).contains("\"temperature\":" + sent + ",");
    }

    @Test
    void it_asks_for_a_stream_with_its_usage_and_offers_no_tools_when_there_are_none() {
        JsonObject json = json(request(BigDecimal.ONE, SAID));
        assertThat(json.getString("model")).isEqualTo("m-1");
        assertThat(json.getInt("max_tokens")).isEqualTo(55);
        assertThat(json.getBoolean("stream")).isTrue();
        assertThat(json.getJsonObject("stream_options").getBoolean("include_usage"))
                .isTrue();
        assertThat(json).doesNotContainKey("tools");
    }

    @Test
    void messages_go_in_their_order_and_come_out_as_they_were() {
        List<JsonObject> messages =
                json(request(BigDecimal.ONE, SAID)).getJsonArray("messages").getValuesAs(JsonObject.class);
        assertThat(messages)
                .extracting(message -> message.getString("role"))
                .containsExactly("system", "user", "assistant", "user");
        assertThat(messages.get(3).getString("content")).isEqualTo("\"Who?\"\n\u0001 é😀");
    }

    @Test
    void a_longer_question_has_the_same_model_settings_and_tools() {
        JsonObject schema = Json.object().add("type", "object").build();
        ChatRequest asked = new ChatRequest(
                "m-1", new BigDecimal("0.5"), 55, SAID, List.of(new ToolSpec("find", "Finds.", schema)));
        ChatRequest longer = asked.with(List.of(new ChatMessage.User("more")));
        assertThat(longer.tools()).isEqualTo(asked.tools());
        assertThat(longer.temperature()).isEqualTo(asked.temperature());
        assertThat(longer.length()).isEqualTo(4);
        JsonObject tool = json(longer).getJsonArray("tools").getJsonObject(0);
        assertThat(tool.getString("type")).isEqualTo("function");
        assertThat(tool.getJsonObject("function").getJsonObject("parameters")).isEqualTo(schema);
    }

    private static ChatRequest request(BigDecimal temperature, List<ChatMessage> said) {
        return new ChatRequest("m-1", temperature, 55, said, List.of());
    }

    private static JsonObject json(ChatRequest request) {
        return Json.parseObject(request.toJson()).orElseThrow();
    }
}
