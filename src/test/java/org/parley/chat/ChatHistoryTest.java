package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parley.agent.AgentSettings;
import org.parley.conversation.Utterance;
import org.parley.llm.ChatMessage;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.usage.BookedToolCall;

/** The newest exchanges that fit, oldest of them first, with tool calls as the protocol wants them. */
class ChatHistoryTest {
    private static final UUID SECOND = UUID.randomUUID();
    private static final UUID THIRD = UUID.randomUUID();
    private static final List<Utterance> NEWEST_FIRST = List.of(
            new Utterance(THIRD, false, "answer 3"),
            new Utterance(THIRD, true, "question 3"),
            new Utterance(SECOND, false, "answer 2"),
            new Utterance(SECOND, true, "question 2"));

    @Test
    void all_that_fits_is_shown_in_the_order_it_was_said() {
        assertThat(shown(10, 1_000)).containsExactly("question 2", "answer 2", "question 3", "answer 3");
    }

    @Test
    void the_oldest_goes_first_when_there_are_too_many() {
        assertThat(shown(2, 1_000)).containsExactly("question 3", "answer 3");
    }

    @Test
    void the_oldest_goes_first_when_it_is_too_much() {
        assertThat(shown(10, 5)).containsExactly("question 3", "answer 3");
    }

    @Test
    void it_begins_with_a_visitors_message() {
        assertThat(shown(3, 1_000)).containsExactly("question 3", "answer 3");
        assertThat(shown(1, 1_000)).isEmpty();
        assertThat(texts(new ChatHistory(budget(10, 1_000), List.of()).fitting(NEWEST_FIRST.subList(0, 3))))
                .containsExactly("question 3", "answer 3");
    }

    @Test
    void a_budget_of_nothing_shows_nothing() {
        assertThat(shown(0, 1_000)).isEmpty();
        assertThat(shown(10, 0)).isEmpty();
    }

    @Test
    void a_question_without_an_answer_is_shown_alone() {
        List<Utterance> unanswered = List.of(NEWEST_FIRST.get(1), NEWEST_FIRST.get(2), NEWEST_FIRST.get(3));
        assertThat(texts(new ChatHistory(budget(10, 1_000), List.of()).fitting(unanswered)))
                .containsExactly("question 2", "answer 2", "question 3");
    }

    @Test
    void tool_calls_stand_between_the_words_before_and_after_them_each_followed_by_its_result() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        List<Utterance> said =
                List.of(new Utterance(THIRD, false, "Look.\n\nMore.\n\nThere."), new Utterance(THIRD, true, "Where?"));
        List<BookedToolCall> calls = List.of(
                call(first, "a", "{\"q\":1}", "{\"n\":1}", 5),
                call(first, "b", "{\"q\":2}", "{\"n\":2}", 5),
                call(second, "c", "{}", "{\"n\":3}", 12));

        assertThat(json(new ChatHistory(budget(10, 1_000), calls).fitting(said)))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":\"Where?\"}",
                        assistant("Look.", tool("a", "{\\\"q\\\":1}"), tool("b", "{\\\"q\\\":2}")),
                        "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"{\\\"n\\\":1}\"}",
                        "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"{\\\"n\\\":2}\"}",
                        assistant("More.", tool("c", "{}")),
                        "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"{\\\"n\\\":3}\"}",
                        "{\"role\":\"assistant\",\"content\":\"There.\"}");
    }

    @Test
    void results_that_do_not_fit_leave_the_words_of_their_exchange() {
        BookedToolCall large = call(UUID.randomUUID(), "a", "{}", "x".repeat(5_000), 0);
        assertThat(texts(new ChatHistory(budget(10, 100), List.of(large)).fitting(NEWEST_FIRST)))
                .containsExactly("question 2", "answer 2", "question 3", "answer 3");
    }

    @Test
    void a_round_whose_end_was_not_seen_is_left_out_with_all_of_its_turn() {
        BookedToolCall done = call(UUID.randomUUID(), "a", "{}", "{}", 0);
        BookedToolCall running = new BookedToolCall(
                THIRD,
                UUID.randomUUID(),
                new ToolCall("b", "find", "{}"),
                "running",
                Optional.empty(),
                0,
                Instant.EPOCH,
                Duration.ZERO);
        assertThat(texts(new ChatHistory(budget(10, 1_000), List.of(done, running)).fitting(NEWEST_FIRST)))
                .containsExactly("question 2", "answer 2", "question 3", "answer 3");
    }

    @Test
    void arguments_that_were_kept_only_in_part_are_not_sent_again() {
        BookedToolCall cut = call(UUID.randomUUID(), "a", "{\"q\":\"xxx", "{}", 0);
        assertThat(json(new ChatHistory(budget(10, 1_000), List.of(cut)).fitting(NEWEST_FIRST)))
                .contains(assistant("", tool("a", "{}")));
    }

    private static BookedToolCall call(UUID callId, String id, String arguments, String result, int saidBefore) {
        return new BookedToolCall(
                THIRD,
                callId,
                new ToolCall(id, "find", arguments),
                "ok",
                Optional.of(result),
                saidBefore,
                Instant.EPOCH,
                Duration.ZERO);
    }

    private static String assistant(String content, String... calls) {
        return "{\"role\":\"assistant\",\"content\":\"" + content + "\",\"tool_calls\":[" + String.join(",", calls)
                + "]}";
    }

    private static String tool(String id, String arguments) {
        return "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\""
                + arguments + "\"}}";
    }

    private static List<String> shown(int messages, int tokens) {
        return texts(new ChatHistory(budget(messages, tokens), List.of()).fitting(NEWEST_FIRST));
    }

    private static AgentSettings.History budget(int messages, int tokens) {
        return new AgentSettings.History(messages, tokens, true);
    }

    private static List<String> json(List<ChatMessage> messages) {
        return messages.stream().map(message -> message.toJson().toString()).toList();
    }

    private static List<String> texts(List<ChatMessage> messages) {
        return json(messages).stream()
                .map(message -> Json.parseObject(message).orElseThrow().getString("content"))
                .toList();
    }
}
