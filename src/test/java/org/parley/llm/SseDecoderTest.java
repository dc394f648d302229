package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes to events, whatever the provider's habits. */
class SseDecoderTest {
    private static final String SAMPLE =
            "\uFEFFdata: {\"a\":\"é–日本😀\"}\n\n: OPENROUTER PROCESSING\n\nevent: x\nid: 7\ndata: two\r\ndata:lines\r\n\r\ndata\r\rdata: last\n\n";
    private static final List<String> EVENTS = List.of("{\"a\":\"é–日本😀\"}", "two\nlines", "", "last");

    @Test
    void it_makes_no_difference_where_the_bytes_are_cut() throws Exception {
        byte[] bytes = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            SseDecoder decoder = new SseDecoder();
            List<String> events = new ArrayList<>(decoder.decode(ByteBuffer.wrap(bytes, 0, cut)));
            events.addAll(decoder.decode(ByteBuffer.wrap(bytes, cut, bytes.length - cut)));
            assertThat(events).as("cut at " + cut).isEqualTo(EVENTS);
        }
    }

    @Test
    void one_byte_at_a_time_is_the_same() throws Exception {
        SseDecoder decoder = new SseDecoder();
        List<String> events = new ArrayList<>();
        for (byte one : SAMPLE.getBytes(StandardCharsets.UTF_8)) {
            events.addAll(decoder.decode(ByteBuffer.wrap(new byte[] {one})));
        }
        assertThat(events).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void every_kind_of_line_end_ends_a_line(String end) throws Exception {
        assertThat(decode("data: a" + end + end + "data: b" + end + end)).containsExactly("a", "b");
    }

    @Test
    void an_event_that_the_end_of_the_stream_cuts_is_given_when_asked_for() throws Exception {
        SseDecoder decoder = new SseDecoder();
        assertThat(decoder.decode(bytes("data: [DONE]"))).isEmpty();
        assertThat(decoder.end()).containsExactly("[DONE]");
        assertThat(decoder.end()).isEmpty();
    }

    @Test
    void comments_and_other_fields_are_no_events() throws Exception {
        assertThat(decode(": ping\n\nevent: message\n\nretry: 5\n\n")).isEmpty();
    }

    @Test
    void only_one_blank_after_the_colon_is_taken_off() throws Exception {
        assertThat(decode("data:  two\n\ndata:none\n\n")).containsExactly(" two", "none");
    }

    @Test
    void a_line_without_end_is_refused_before_it_fills_memory() {
        String endless = "data: " + "x".repeat(SseDecoder.MAX_BYTES);
        assertThatThrownBy(() -> decode(endless)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void an_event_of_endless_lines_is_refused_too() {
        String endless = ("data: " + "x".repeat(100_000) + "\n").repeat(12);
        assertThatThrownBy(() -> decode(endless)).isInstanceOf(ProtocolException.class);
    }

    private static List<String> decode(String text) throws ProtocolException {
        return new SseDecoder().decode(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
