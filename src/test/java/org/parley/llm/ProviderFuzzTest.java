package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.Json;

/** No bytes at all make the reader throw anything but the protocol's own failures, or grow without bound. */
class ProviderFuzzTest {
    private static final int MUTANTS = 400;
    private static final int LONG = 6 << 20;
    private static final int MOST_FOR_A_COLUMN = 512;

    static List<String> streams() {
        return List.copyOf(ProviderCorpusTest.streams());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_with_bytes_changed_is_read_or_refused(String name) {
        byte[] stream = ProviderCorpusTest.bytes(name + ".sse");
        Random random = new Random(name.hashCode());
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(stream, random);
            int number = i;
            assertThatCode(() -> ProviderStreams.read(List.of(mutant)))
                    .as(() -> "mutant " + number)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_bytes_are_read_or_refused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            assertThatCode(() -> ProviderStreams.read(List.of(bytes))).doesNotThrowAnyException();
            byte[] asData = ("data: " + new String(bytes, StandardCharsets.ISO_8859_1) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8);
            assertThatCode(() -> ProviderStreams.read(List.of(asData))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"choices\":[{\"delta\":{\"tool_calls\":["})
    void nesting_without_end_is_refused(String opening) {
        byte[] stream =
                ("data: " + opening.repeat(200_000 / opening.length()) + "\n\n").getBytes(StandardCharsets.UTF_8);
        assertThat(ProviderStreams.read(List.of(stream)).getString("failure")).isEqualTo("protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", "x"})
    void a_line_that_never_ends_is_refused_before_it_fills_memory(String beginning) {
        SseDecoder decoder = new SseDecoder();
        assertThatThrownBy(() -> {
                    decoder.decode(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.UTF_8)));
                    for (int i = 0; i < LONG; i += 1024) {
                        decoder.decode(ByteBuffer.wrap("x".repeat(1024).getBytes(StandardCharsets.UTF_8)));
                    }
                })
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"%s\"}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"%s\"}}]}",
                "{\"tool_calls\":[{\"id\":\"NUMBER%s\",\"function\":{\"name\":\"n\"}}]}"
            })
    void a_reply_that_never_ends_is_refused_before_it_fills_memory(String delta) {
        ReplyAssembler reply = new ReplyAssembler(text -> {});
        String filler = "x".repeat(100_000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        String piece = delta.formatted(filler + i).replace("NUMBER", String.valueOf(i));
                        reply.accept("{\"choices\":[{\"delta\":" + piece + "}]}");
                    }
                })
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "model", "finish_reason"})
    void what_goes_into_columns_is_short_and_has_no_nul(String field) throws Exception {
        ReplyAssembler reply = new ReplyAssembler(text -> {});
        String value = "a\0b" + "x".repeat(500_000);
        JsonObject choice = Json.object().add("finish_reason", value).build();
        reply.accept(Json.object()
                .add(field, value)
                .add("choices", Json.array().add(choice))
                .build()
                .toString());
        ChatReply read = reply.reply();
        assertThat(List.of(
                        read.generationId().orElse(""),
                        read.servedModel().orElse(""),
                        read.finishReason().orElse("")))
                .allSatisfy(kept -> assertThat(kept)
                        .hasSizeLessThanOrEqualTo(MOST_FOR_A_COLUMN)
                        .doesNotContain("\0"));
    }

    private static byte[] mutate(byte[] stream, Random random) {
        byte[] mutant = stream.clone();
        for (int changes = 1 + random.nextInt(6); changes > 0 && mutant.length > 1; changes--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant = without(mutant, at, Math.min(mutant.length, at + 1 + random.nextInt(20)));
                case 2 -> mutant = twice(mutant, at, Math.min(mutant.length, at + 1 + random.nextInt(60)));
                default -> mutant[at] = (byte) "{}[]\",:\\0\n\r".charAt(random.nextInt(11));
            }
        }
        return mutant;
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, shorter, from, bytes.length - to);
        return shorter;
    }

    private static byte[] twice(byte[] bytes, int from, int to) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + to - from);
        System.arraycopy(bytes, from, longer, to, bytes.length - from);
        return longer;
    }
}
