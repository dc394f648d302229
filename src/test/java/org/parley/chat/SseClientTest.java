package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.platform.Problems;

/** One event at a time, whatever the client's pace; a client that is slow, full or gone costs the turn nothing. */
class SseClientTest {
    private static final Executor FULL = task -> {
        throw new RejectedExecutionException();
    };

    private final FakeConnection connection = new FakeConnection();
    private final TurnLog log = new TurnLog();

    @Test
    void an_event_waits_until_the_one_before_is_out() {
        attach(0);
        log.append(start());
        log.append(text("a"));
        assertThat(connection.names()).containsExactly("start");
        connection.take();
        assertThat(connection.names()).containsExactly("start", "message");
    }

    @Test
    void a_client_for_whom_there_is_no_thread_is_given_up_whatever_is_to_be_sent() {
        SseClient client = attach(0, FULL);
        client.ping();
        assertThat(client.isClosed()).isTrue();
        assertThat(connection.closed).isEqualTo(1);

        SseClient another = attach(0, FULL);
        log.append(text("a"));
        assertThat(another.isClosed()).isTrue();
        assertThat(connection.names()).isEmpty();
    }

    @Test
    void what_waits_keeps_its_order_and_only_neighbouring_text_is_put_together() {
        attach(0);
        log.append(text("a"));
        log.append(text("b"));
        log.append(text("c"));
        log.append(tool());
        log.append(text("d"));
        log.append(text("e"));
        log.append(failed());
        connection.takeAll();
        assertThat(connection.names()).containsExactly("message", "message", "tool_call", "message", "error");
        assertThat(connection.data(1)).isEqualTo("{\"delta\":\"bc\"}");
        assertThat(connection.data(3)).isEqualTo("{\"delta\":\"de\"}");
        assertThat(connection.ids()).containsExactly("1", "3", "4", "6", "7");
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void a_client_that_comes_back_goes_on_after_the_last_event_it_had() {
        log.append(start());
        log.append(text("abc"));
        log.append(tool());
        log.append(text("def"));
        connection.immediate = true;
        attach(3);
        assertThat(connection.names()).containsExactly("message", "tool_call", "message");
        assertThat(connection.data(0)).isEqualTo("{\"delta\":\"c\"}");
        assertThat(connection.ids()).containsExactly("4", "5", "8");
        log.append(text("!"));
        log.append(failed());
        assertThat(connection.ids()).endsWith("9", "10");
    }

    @Test
    void any_number_of_clients_hear_the_same_turn_each_at_its_own_pace() {
        FakeConnection fast = new FakeConnection();
        fast.immediate = true;
        log.attach(new SseClient(log, 0, fast, FakeConnection.events(), WireFormat.NATIVE, Runnable::run));
        attach(0);
        IntStream.range(0, 100).forEach(n -> log.append(text("x")));
        log.append(failed());
        assertThat(fast.sent).hasSize(101);
        connection.takeAll();
        assertThat(connection.names()).containsExactly("message", "message", "error");
    }

    @Test
    void the_end_closes_the_stream_after_it_was_sent_and_nothing_follows_it() {
        SseClient client = attach(0);
        log.append(failed());
        assertThat(connection.closed).isZero();
        connection.take();
        assertThat(connection.closed).isEqualTo(1);
        log.append(text("late"));
        client.ping();
        assertThat(connection.names()).containsExactly("error");
    }

    @Test
    void a_send_that_fails_ends_the_stream_and_the_turn_knows_that_nobody_listens() {
        SseClient client = attach(0);
        log.append(start());
        log.append(text("a"));
        assertThat(log.isUnheardFor(Duration.ZERO)).isFalse();
        connection.fail();
        log.append(text("b"));
        client.ping();
        assertThat(connection.sent).hasSize(1);
        assertThat(connection.closed).isEqualTo(1);
        assertThat(client.isClosed()).isTrue();
        assertThat(log.isUnheardFor(Duration.ZERO)).isTrue();
        assertThat(log.isUnheardFor(Duration.ofHours(1))).isFalse();
    }

    @Test
    void a_connection_that_the_container_has_closed_is_a_client_that_left_and_no_fault_of_the_turn() {
        connection.refusing = true;
        SseClient client = attach(0);
        log.append(text("a"));
        log.append(text("b"));
        assertThat(client.isClosed()).isTrue();
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void a_ping_finds_out_that_the_container_has_closed_the_connection() {
        connection.refusing = true;
        SseClient client = attach(0);
        client.ping();
        client.ping();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_ping_is_sent_only_when_nothing_else_is_under_way() {
        SseClient client = attach(0);
        client.ping();
        client.ping();
        assertThat(connection.sent).hasSize(1);
        assertThat(connection.sent.get(0).getComment()).isEqualTo("ping");
        log.append(start());
        connection.take();
        assertThat(connection.names()).containsExactly("", "start");
    }

    @Test
    void a_client_that_takes_nothing_for_too_long_is_given_up() {
        SseClient client = attach(0);
        log.append(text("a"));
        client.requirePace(Duration.ofHours(1));
        assertThat(client.isClosed()).isFalse();
        client.requirePace(Duration.ZERO);
        assertThat(client.isClosed()).isTrue();
        assertThat(log.isUnheardFor(Duration.ZERO)).isTrue();
        assertThat(connection.closed)
                .as("closing would wait for the write that is held up")
                .isZero();
        connection.fail();
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void a_client_that_waits_for_the_model_is_not_given_up() {
        SseClient client = attach(0);
        log.append(text("a"));
        connection.take();
        client.requirePace(Duration.ZERO);
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void much_that_waits_goes_out_in_pieces_and_never_in_half_a_character() {
        attach(0);
        log.append(text("first"));
        String much = "x" + "\uD83D\uDE00".repeat(50_000);
        log.append(text(much));
        log.append(failed());
        connection.takeAll();
        StringBuilder got = new StringBuilder();
        for (int i = 1; i < connection.sent.size() - 1; i++) {
            String delta = Json.parseObject(connection.data(i)).orElseThrow().getString("delta");
            assertThat(delta.length()).isLessThanOrEqualTo(32 << 10);
            assertThat(Character.isLowSurrogate(delta.charAt(0))).isFalse();
            got.append(delta);
        }
        assertThat(got.toString()).isEqualTo(much);
    }

    @Test
    void a_connection_that_is_written_to_at_once_gets_everything_in_order() {
        connection.immediate = true;
        attach(0);
        for (int i = 0; i < 10_000; i++) {
            log.append(text(String.valueOf(i)));
        }
        log.append(failed());
        assertThat(connection.sent).hasSize(10_001);
        assertThat(connection.data(9_999)).isEqualTo("{\"delta\":\"9999\"}");
        assertThat(connection.closed).isEqualTo(1);
    }

    @Test
    void a_long_wait_of_many_events_ends_without_a_deep_stack() {
        attach(0);
        log.append(text("first"));
        for (int i = 0; i < 20_000; i++) {
            log.append(tool());
        }
        connection.immediate = true;
        connection.take();
        assertThat(connection.sent).hasSize(20_001);
    }

    private SseClient attach(long position) {
        return attach(position, Runnable::run);
    }

    private SseClient attach(long position, Executor writers) {
        SseClient client =
                new SseClient(log, position, connection, FakeConnection.events(), WireFormat.NATIVE, writers);
        log.attach(client);
        return client;
    }

    private static TurnEvent start() {
        return new TurnEvent.Start(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "m");
    }

    private static TurnEvent text(String delta) {
        return new TurnEvent.Text(delta);
    }

    private static TurnEvent tool() {
        return new TurnEvent.ToolStarted(new ToolCall("id", "find", "{}"));
    }

    private static TurnEvent failed() {
        return new TurnEvent.Failed(UUID.randomUUID(), Problems.internal());
    }
}
