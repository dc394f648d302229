package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.config.AgentAddress;
import org.parley.llm.ChatMessage;
import org.parley.llm.ToolCall;
import org.parley.platform.ProblemException;

/** What a request in OpenAI's format may have is honoured; whatever else it has is refused by its name. */
class OpenAiRequestTest {
    private static final String HELLO = "{\"role\":\"user\",\"content\":\"Hello\"}";

    @Test
    void the_last_message_is_the_visitors_and_those_before_it_are_what_the_model_is_shown() {
        OpenAiRequest asked = ofMessages("""
                {"role":"system","content":"Be brief."}, {"role":"developer","content":"In rhyme."},
                {"role":"user","content":"Hi"}, {"role":"assistant","content":"Hello","refusal":null,"annotations":[]},
                {"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}""");

        assertThat(asked.turn().message()).isEqualTo("one\ntwo");
        assertThat(asked.turn().sessionId()).isEmpty();
        assertThat(asked.turn().context().before())
                .containsExactly(
                        new ChatMessage.Prompt("Be brief."),
                        new ChatMessage.Prompt("In rhyme."),
                        new ChatMessage.User("Hi"),
                        new ChatMessage.Assistant("Hello", List.of()));
        assertThat(asked.turn().context().temperature()).isEmpty();
        assertThat(asked.turn().context().maxTokens()).isEmpty();
    }

    @Test
    void tool_calls_of_the_clients_past_are_passed_on_with_their_results() {
        OpenAiRequest asked = ofMessages("""
                {"role":"assistant","content":null,"tool_calls":[
                 {"id":"a","type":"function","function":{"name":"find","arguments":"{}"}},
                 {"id":"b","type":"function","function":{"name":"find","arguments":"{\\"q\\":1}"}}]},
                {"role":"tool","tool_call_id":"b","content":"B"}, {"role":"tool","tool_call_id":"a","content":"A"},""" + HELLO);

        assertThat(asked.turn().context().before())
                .containsExactly(
                        new ChatMessage.Assistant(
                                "", List.of(new ToolCall("a", "find", "{}"), new ToolCall("b", "find", "{\"q\":1}"))),
                        new ChatMessage.ToolOutput("b", "B"),
                        new ChatMessage.ToolOutput("a", "A"));
    }

    @Test
    void temperature_and_the_lesser_limit_of_tokens_are_honoured_and_the_agents_own_is_never_exceeded() {
        ClientContext context = with("\"temperature\":2.0,\"max_tokens\":70,\"max_completion_tokens\":60")
                .turn()
                .context();
        assertThat(context.temperature().orElseThrow()).isEqualByComparingTo(BigDecimal.valueOf(2));
        assertThat(context.maxTokens(500)).isEqualTo(60);
        assertThat(context.maxTokens(50)).isEqualTo(50);
        assertThat(ClientContext.NONE.maxTokens(500)).isEqualTo(500);
        assertThat(with("\"max_tokens\":1e30").turn().context().maxTokens(500)).isEqualTo(500);
    }

    @Test
    void what_was_said_before_has_a_limit() {
        ClientContext context = ofMessages("{\"role\":\"system\",\"content\":\"12345\"}," + HELLO)
                .turn()
                .context();
        context.requireLength(5);
        assertThatThrownBy(() -> context.requireLength(4)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            OpenAiError error = OpenAiError.of(refused.problem());
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.code()).isEqualTo("context_length_exceeded");
            assertThat(error.param()).isEqualTo("messages");
        });
    }

    @Test
    void usage_is_told_in_a_stream_when_it_is_asked_for() {
        assertThat(with("\"stream\":true,\"stream_options\":{\"include_usage\":true}")
                        .usage())
                .isTrue();
        assertThat(with("\"stream\":true,\"stream_options\":{\"include_usage\":false,\"include_obfuscation\":false}")
                        .usage())
                .isFalse();
        assertThat(with("\"stream\":true,\"stream_options\":null").usage()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"store\":true,\"safety_identifier\":\"s\",\"prompt_cache_key\":\"k\"",
                "\"n\":1,\"top_p\":1.0,\"presence_penalty\":0,\"frequency_penalty\":0.0,\"logprobs\":false",
                "\"response_format\":{\"type\":\"text\"},\"parallel_tool_calls\":true,\"tools\":[],\"logit_bias\":{}",
                "\"modalities\":[\"text\"],\"service_tier\":\"auto\",\"stop\":null,\"seed\":null,\"tool_choice\":null",
                "\"stream\":false",
                "\"stream\":null,\"temperature\":null,\"max_tokens\":null",
                "\"temperature\":0"
            })
    void defaults_and_what_does_not_touch_the_answer_pass(String more) {
        assertThat(with(more).turn().message()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n | 2",
                "top_p | 0.9",
                "presence_penalty | 0.5",
                "frequency_penalty | -1",
                "logprobs | true",
                "top_logprobs | 3",
                "logit_bias | {\"50256\":-100}",
                "response_format | {\"type\":\"json_object\"}",
                "parallel_tool_calls | false",
                "tools | [{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
                "tool_choice | \"none\"",
                "functions | [{\"name\":\"f\"}]",
                "function_call | \"auto\"",
                "modalities | [\"text\",\"audio\"]",
                "audio | {\"voice\":\"alloy\",\"format\":\"wav\"}",
                "prediction | {\"type\":\"content\",\"content\":\"x\"}",
                "reasoning_effort | \"low\"",
                "verbosity | \"low\"",
                "seed | 7",
                "stop | \"x\"",
                "service_tier | \"priority\"",
                "web_search_options | {}",
                "account | \"globex\"",
                "frobnicate | true",
            })
    void a_parameter_that_would_change_the_answer_is_refused_by_its_name(String name, String value) {
        OpenAiError error = refusal(body("\"" + name + "\":" + value, HELLO));
        assertThat(error.code()).isEqualTo("unsupported_parameter");
        assertThat(error.param()).isEqualTo(name);
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.type()).isEqualTo("invalid_request_error");
        assertThat(error.message()).contains(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature | -0.1 | invalid_value",
                "temperature | 2.1 | invalid_value",
                "temperature | 1e999999 | invalid_value",
                "temperature | \"1\" | invalid_type",
                "max_tokens | 0 | invalid_value",
                "max_tokens | -5 | invalid_value",
                "max_tokens | 1.5 | invalid_type",
                "max_completion_tokens | true | invalid_type",
                "max_completion_tokens | 0.5 | invalid_value",
                "stream | 1 | invalid_type",
                "stream | \"true\" | invalid_type",
                "stream_options | {\"include_usage\":true} | invalid_value",
            })
    void a_value_that_cannot_be_is_refused(String name, String value, String code) {
        OpenAiError error = refusal(body("\"" + name + "\":" + value, HELLO));
        assertThat(error.param()).isEqualTo(name);
        assertThat(error.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | stream_options",
                "{\"include_usage\":1} | stream_options.include_usage",
                "{\"include_obfuscation\":true} | stream_options.include_obfuscation",
                "{\"other\":1} | stream_options.other",
            })
    void options_of_the_stream_are_read_as_strictly(String options, String param) {
        assertThat(refusal(body("\"stream\":true,\"stream_options\":" + options, HELLO))
                        .param())
                .isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"model\":\"a/b\"}{}"})
    void a_body_that_is_no_object_is_refused(String body) {
        assertThat(refusal(body).code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"model\":null}", "{\"model\":7}", "{\"model\":[\"a/b\"]}"})
    void a_request_without_a_model_is_refused(String body) {
        assertThat(refusal(body).param()).isEqualTo("model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "acme", "acme/", "/alpha", "acme/alpha/x", "ACME/alpha", "../etc", "gpt-4o"})
    void a_model_that_cannot_be_an_address_does_not_exist(String model) {
        assertThatThrownBy(() -> new OpenAiModel(model).find(address -> address))
                .isInstanceOfSatisfying(OpenAiException.class, refused -> {
                    assertThat(refused.error().status()).isEqualTo(404);
                    assertThat(refused.error().code()).isEqualTo("model_not_found");
                    assertThat(refused.error().param()).isEqualTo("model");
                });
        assertThat(new OpenAiModel("acme/alpha").<AgentAddress>find(address -> address))
                .isEqualTo(new AgentAddress("acme", "alpha"));
    }

    private static OpenAiRequest with(String more) {
        return OpenAiRequest.parse(body(more, HELLO), null);
    }

    private static OpenAiRequest ofMessages(String messages) {
        return OpenAiRequest.parse(body("\"n\":1", messages), null);
    }

    static OpenAiError refusal(String body) {
        try {
            throw new AssertionError("not refused: " + OpenAiRequest.parse(body, null));
        } catch (OpenAiException refused) {
            return refused.error();
        }
    }

    static String body(String more, String messages) {
        return "{\"model\":\"acme/alpha\"," + more + ",\"messages\":[" + messages + "]}";
    }
}
