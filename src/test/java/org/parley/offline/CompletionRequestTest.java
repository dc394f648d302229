package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionRequestTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":{}}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
                "{\"model\":\"m\",\"messages\":[\"a\"]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"king\",\"content\":\"a\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":7}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":\"yes\"}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":3}",
            })
    void refusesWhatIsNoRequest(String body) {
        assertThatThrownBy(() -> CompletionRequest.parse(body))
                .isInstanceOfSatisfying(InvalidCompletion.class, refused -> {
                    JsonObject error = refused.toJson().getJsonObject("error");
                    assertThat(error.getString("type")).isEqualTo("invalid_request_error");
                    assertThat(error.getString("code")).isNotEmpty();
                    assertThat(error.getString("message")).isNotEmpty();
                });
    }

    @Test
    void refusesJsonThatIsNestedWithoutEnd() {
        assertThatThrownBy(() -> CompletionRequest.parse("{\"messages\":" + "[".repeat(100_000)))
                .isInstanceOf(InvalidCompletion.class);
    }

    @Test
    void joinsTextPartsAndIgnoresOthers() {
        CompletionRequest request = CompletionRequest.parse("""
                {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"When is"},
                 {"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"it?"}]}]}""");
        assertThat(request.messages().get(0).text()).isEqualTo("When is\n\nit?");
    }

    @Test
    void toolChoiceNoneOffersNoTools() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search_directory\"}}]";
        String messages = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],";
        assertThat(CompletionRequest.parse(messages + tools + "}").offers("search_directory"))
                .isTrue();
        assertThat(CompletionRequest.parse(messages + tools + ",\"tool_choice\":\"none\"}")
                        .offers("search_directory"))
                .isFalse();
    }
}
