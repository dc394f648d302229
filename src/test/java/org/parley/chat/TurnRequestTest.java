package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.Json;
import org.parley.platform.ProblemException;

/** A message is taken as it was sent, or refused with a 400 that says why. */
class TurnRequestTest {
    private static final String SESSION = "01890000-0000-7000-8000-000000000000";

    @Test
    void a_message_is_kept_to_the_letter() {
        String message = "  <b>Who</b>\n\t\"é😀\" \\ ?  ";
        TurnRequest asked = parse(Json.object().add("message", message).build().toString());
        assertThat(asked.message()).isEqualTo(message);
        assertThat(asked.sessionId()).isEmpty();
    }

    @Test
    void a_session_may_be_named_or_null() {
        assertThat(parse("{\"message\":\"x\",\"session_id\":\"" + SESSION + "\"}")
                        .sessionId())
                .contains(UUID.fromString(SESSION));
        assertThat(parse("{\"message\":\"x\",\"session_id\":null}").sessionId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"hello\"",
                "{",
                "{}",
                "{\"message\":null}",
                "{\"message\":\"\"}",
                "{\"message\":\" \\n\\t \"}",
                "{\"message\":7}",
                "{\"message\":[\"x\"]}",
                "{\"message\":{\"text\":\"x\"}}",
                "{\"message\":true}",
                "{\"message\":\"a\\u0000b\"}",
                "{\"message\":\"x\",\"session_id\":7}",
                "{\"message\":\"x\",\"session_id\":\"\"}",
                "{\"message\":\"x\",\"session_id\":\"../../etc\"}",
                "{\"message\":\"x\",\"session_id\":\"1-1-1-1-1\"}",
                "{\"message\":\"x\",\"model\":\"other\"}",
                "{\"message\":\"x\",\"account\":\"globex\"}",
                "{\"Message\":\"x\"}",
                "{\"message\":\"x\"}{}",
                "\uFEFF{\"message\":\"x\"}",
                "message=x"
            })
    void anything_else_is_a_400_that_says_why_in_words(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().detail()).isNotBlank().doesNotContain("jakarta", "Exception");
        });
    }

    @Test
    void depth_and_length_are_survived() {
        for (String body : new String[] {
            "{\"message\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "{\"a\":".repeat(100_000),
            "{\"message\":\"x\",\"" + "k".repeat(500_000) + "\":1}",
            "{\"message\":" + "9".repeat(500_000) + "}"
        }) {
            assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(ProblemException.class, refused -> {
                assertThat(refused.problem().status()).isEqualTo(400);
                assertThat(refused.problem().detail()).hasSizeLessThan(200);
            });
        }
    }

    @Test
    void what_is_refused_is_not_said_back() {
        assertThatThrownBy(() -> parse("{\"message\":\"x\",\"<script>\":1}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().detail()).doesNotContain("script"));
    }

    @Test
    void length_counts_characters_and_not_their_halves() {
        TurnRequest asked = parse("{\"message\":\"😀😀😀\"}");
        asked.requireLength(3);
        assertThatThrownBy(() -> asked.requireLength(2))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(413));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "\u00e9", "a\u0000b"})
    void a_key_that_cannot_be_one_is_refused(String key) {
        assertThatThrownBy(() -> TurnRequest.parse("{\"message\":\"x\"}", key))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(400));
        assertThatThrownBy(() -> TurnRequest.parse("{\"message\":\"x\"}", "x".repeat(256)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void a_key_names_the_body_that_it_came_with() {
        IdempotencyKey first = key("{\"message\":\"x\"}");
        assertThat(first.value()).isEqualTo("key-1");
        assertThat(first.bodyHash())
                .hasSize(64)
                .isEqualTo(key("{\"message\":\"x\"}").bodyHash());
        assertThat(key("{\"message\":\"y\"}").bodyHash()).isNotEqualTo(first.bodyHash());
        assertThat(parse("{\"message\":\"x\"}").key()).isEmpty();
    }

    private static IdempotencyKey key(String body) {
        return TurnRequest.parse(body, " key-1 ").key().orElseThrow();
    }

    private static TurnRequest parse(String body) {
        return TurnRequest.parse(body, null);
    }
}
