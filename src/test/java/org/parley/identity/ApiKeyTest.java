package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are long, random and told by their form; only their hash is kept. */
class ApiKeyTest {
    @Test
    void a_key_has_256_random_bits_behind_its_prefix() {
        ApiKey key = ApiKey.create(false);
        String secret = key.text().substring(key.prefix().length() + 1);
        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
        assertThat(key.text())
                .startsWith("parley_sk_")
                .isNotEqualTo(ApiKey.create(false).text());
        assertThat(ApiKey.create(true).text()).startsWith("parley_pk_");
        assertThat(ApiKey.parse(key.text())).contains(key);
        assertThat(key.hash())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(ApiKey.create(false).hash());
    }

    @Test
    void a_key_does_not_tell_its_secret() {
        ApiKey key = ApiKey.create(false);
        assertThat(key.toString()).isEqualTo(key.prefix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "parley_sk_", "parley_sk_abc_def", "parley_xk_0123456789a_0", "Parley"})
    void what_has_another_form_is_none(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }
}
