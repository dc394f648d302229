package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OfflineModelTest {
    static String[] absurd() {
        return new String[] {
            "",
            " ",
            "?".repeat(5_000),
            "a".repeat(200_000),
            "a-".repeat(100_000),
            "who and ".repeat(50_000),
            "and and and, when, where; how?",
            "\u0000\u0001\u0007\u200b",
            "(((*** [x](y) <script>alert(1)</script>",
            "\ud83d\ude00\ud83d\ude00 \ud83d",
            "Wo ist die Apotheke? Wann öffnet sie?",
            "薬局はどこですか",
            "\n\n\n",
            "{\"list_name\":\"staff\"}",
        };
    }

    @ParameterizedTest
    @MethodSource("absurd")
    void absurdInputGetsAnAnswer(String message) {
        assertThat(Dialogue.over(Samples.hospital()).ask(message)).endsWith(SmallTalk.SIGNATURE);
    }

    @Test
    void theSameRequestGetsTheSameReply() {
        Dialogue one = Dialogue.over(Samples.hospital());
        Dialogue other = Dialogue.over(Samples.hospital());
        String question = "Who is a cardiologist, and when is the pharmacy open?";
        assertThat(one.ask(question)).isEqualTo(other.ask(question));
        assertThat(one.body()).isEqualTo(other.body());
    }

    @Test
    void aConversationWithoutAUserIsAnswered() {
        assertThatNoException()
                .isThrownBy(() -> reply("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}"));
    }

    @Test
    void wordsComeBeforeTheToolCalls() {
        Dialogue dialogue = Dialogue.over(Samples.hospital());
        dialogue.ask("hello");
        String body = dialogue.body()
                .replaceFirst("\\{\"role\":\"assistant\".*?}", "{\"role\":\"user\",\"content\":\"cardiologist?\"}");
        CompletionReply reply = reply(body);
        assertThat(reply.text()).isEqualTo("Let me look that up.\n\n");
        assertThat(reply.calls()).extracting(OfflineCall::list).containsExactly("staff");
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
    }

    private static CompletionReply reply(String body) {
        return new OfflineModel(() -> "id").reply(CompletionRequest.parse(body));
    }
}
