package org.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies within their bound, in UTF-8. */
class BodyTest {
    private static final int MAX = 1 << 20;

    @Test
    void a_body_up_to_the_bound_is_read_whole() {
        assertThat(Body.read(stream(""))).isEmpty();
        assertThat(Body.read(stream("é日本😀"))).isEqualTo("é日本😀");
        assertThat(Body.read(stream("x".repeat(MAX)))).hasSize(MAX);
    }

    @Test
    void one_byte_more_is_a_413_and_the_rest_is_not_read() {
        InputStream endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] into, int from, int length) {
                given += length;
                assertThat(given).as("bytes read").isLessThanOrEqualTo(MAX + 1L);
                Arrays.fill(into, from, from + length, (byte) 'x');
                return length;
            }
        };
        assertThatThrownBy(() -> Body.read(endless))
                .satisfies(failure -> assertThat(status(failure)).isEqualTo(413));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c328", "e28228", "f0288cbc", "c080", "eda080", "f4908080", "fffe7b00", "6180"})
    void bytes_that_are_no_utf_8_are_a_400(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Body.read(new ByteArrayInputStream(bytes)))
                .satisfies(failure -> assertThat(status(failure)).isEqualTo(400));
    }

    @Test
    void a_body_that_breaks_off_is_a_400_without_the_exceptions_words() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("SRVE0918E: socket 10.0.0.7");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> Body.read(broken)).isInstanceOfSatisfying(ProblemException.class, failure -> {
            assertThat(failure.problem().status()).isEqualTo(400);
            assertThat(failure.problem().detail()).doesNotContain("SRVE").doesNotContain("10.0.0.7");
        });
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int status(Throwable failure) {
        return failure instanceof ProblemException refused ? refused.problem().status() : 0;
    }
}
