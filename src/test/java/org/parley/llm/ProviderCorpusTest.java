package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.platform.Json;

/** Streams as providers send them, each with what it comes to, however the network cuts it. */
class ProviderCorpusTest {
    private static final JsonObject EXPECTED = Json.parseObject(
                    new String(bytes("expected.json"), StandardCharsets.UTF_8))
            .orElseThrow();

    static Set<String> streams() {
        return EXPECTED.keySet();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_comes_to_the_same_whole_byte_by_byte_and_cut_at_every_place(String name) {
        byte[] stream = bytes(name + ".sse");
        JsonObject expected = EXPECTED.getJsonObject(name);

        assertThat(ProviderStreams.read(List.of(stream))).isEqualTo(expected);
        assertThat(ProviderStreams.read(singly(stream))).as("byte by byte").isEqualTo(expected);
        for (int at = 0; at <= stream.length; at++) {
            assertThat(ProviderStreams.read(ProviderStreams.cut(stream, at)))
                    .as("cut at byte " + at)
                    .isEqualTo(expected);
        }
    }

    private static List<byte[]> singly(byte[] stream) {
        List<byte[]> pieces = new ArrayList<>();
        for (byte b : stream) {
            pieces.add(new byte[] {b});
        }
        return pieces;
    }

    static byte[] bytes(String file) {
        try (InputStream in = ProviderCorpusTest.class.getResourceAsStream("/provider/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
