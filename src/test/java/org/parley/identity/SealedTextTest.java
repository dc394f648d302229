package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed is read by who has the secret, for the use that it was sealed for; all else is nothing, and no failure. */
class SealedTextTest {
    private static final String TEXT = "Grüße, 你好, \0 and a \"quote\"";

    @Test
    void who_has_the_secret_reads_the_text() {
        assertThat(SealedText.open("secret", "use", SealedText.seal("secret", "use", TEXT)))
                .contains(TEXT);
        assertThat(SealedText.open("secret", "use", SealedText.seal("secret", "use", "")))
                .contains("");
    }

    @Test
    void nobody_reads_it_with_another_secret_or_for_another_use() {
        String sealed = SealedText.seal("secret", "use", TEXT);
        assertThat(SealedText.open("Secret", "use", sealed)).isEmpty();
        assertThat(SealedText.open("secret", "use ", sealed)).isEmpty();
        assertThat(SealedText.open("use", "secret", sealed)).isEmpty();
    }

    @Test
    void one_bit_that_was_changed_anywhere_makes_it_nothing() {
        byte[] sealed = Base64.getUrlDecoder().decode(SealedText.seal("secret", "use", TEXT));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(SealedText.open("secret", "use", base64(changed)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void what_was_cut_or_is_longer_is_nothing() {
        String sealed = SealedText.seal("secret", "use", TEXT);
        for (int length = 0; length < sealed.length(); length++) {
            assertThat(SealedText.open("secret", "use", sealed.substring(0, length)))
                    .as("%d characters", length)
                    .isEmpty();
        }
        assertThat(SealedText.open("secret", "use", sealed + "AAAA")).isEmpty();
        assertThat(SealedText.open("secret", "use", sealed + sealed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "a.b.c",
                "====",
                "%00",
                "äöü",
                "\n",
                "AAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAA"
            })
    void what_was_never_sealed_is_nothing(String text) {
        assertThat(SealedText.open("secret", "use", text)).isEmpty();
    }

    @Test
    void the_same_text_is_never_sealed_to_the_same() {
        assertThat(SealedText.seal("secret", "use", TEXT)).isNotEqualTo(SealedText.seal("secret", "use", TEXT));
    }

    @Test
    void what_is_derived_depends_on_the_secret_and_the_use_and_has_256_bits() {
        assertThat(SealedText.derive("secret", "use"))
                .matches("[A-Za-z0-9_-]{43}")
                .isEqualTo(SealedText.derive("secret", "use"))
                .isNotEqualTo(SealedText.derive("secret", "other"))
                .isNotEqualTo(SealedText.derive("other", "use"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
