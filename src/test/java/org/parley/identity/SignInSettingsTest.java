package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.config.FakeConfig;

/** How visitors sign in is told completely or not at all, and a server does not start with anything between. */
class SignInSettingsTest {
    private final Map<String, String> keys = new HashMap<>(Map.of(
            "auth.client_id", "parley-pages",
            "auth.client_secret", "canary-client",
            "auth.public_url", "https://chat.example.com"));

    @Test
    void without_a_client_nobody_signs_in() {
        keys.remove("auth.client_id");
        assertThat(read()).isEmpty();
        keys.put("auth.client_id", " ");
        assertThat(read()).isEmpty();
    }

    @Test
    void what_is_not_said_is_the_default() {
        SignInSettings settings = read().orElseThrow();
        assertThat(settings.scopes()).containsExactly("openid", "profile");
        assertThat(settings.idle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.longest()).isEqualTo(Duration.ofHours(8));
        assertThat(settings.callback()).isEqualTo(URI.create("https://chat.example.com/auth/callback"));
        assertThat(settings.signedOut()).isEqualTo(URI.create("https://chat.example.com/auth/signed-out.html"));
    }

    @Test
    void scopes_are_a_list_with_blanks_or_commas() {
        keys.put("auth.scopes", " openid, email  groups ");
        assertThat(read().orElseThrow().scopes()).containsExactly("openid", "email", "groups");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.client_secret", "auth.public_url"})
    void a_client_without_the_rest_is_refused_and_the_reason_names_the_key(String key) {
        keys.remove(key);
        refused().hasMessageStartingWith(key + " is not set");
        keys.put(key, " ");
        refused().hasMessageStartingWith(key + " is not set");
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.com, https://chat.example.com",
        "https://chat.example.com/, https://chat.example.com",
        "https://Chat.Example.com, https://chat.example.com",
        "https://chat.example.com:8443, https://chat.example.com:8443",
        "http://localhost:9080, http://localhost:9080",
        "http://127.0.0.1:9080/, http://127.0.0.1:9080"
    })
    void origins_of_safe_addresses_are_taken_as_browsers_tell_them(String text, String origin) {
        keys.put("auth.public_url", text);
        assertThat(read().orElseThrow().publicUrl())
                .isEqualTo(URI.create(origin))
                .hasToString(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.example.com",
                "http://localhost.example.com",
                "http://localhost@chat.example.com",
                "https://user@chat.example.com",
                "https://chat.example.com/parley",
                "https://chat.example.com//",
                "https://chat.example.com?a=b",
                "https://chat.example.com#a",
                "https:chat.example.com",
                "https://",
                "https:///",
                "chat.example.com",
                "/",
                "ftp://chat.example.com",
                "javascript:alert(1)",
                "https://chat example.com",
                "https://[chat",
                "%"
            })
    void everything_else_is_refused_and_the_reason_names_the_key(String text) {
        keys.put("auth.public_url", text);
        refused().hasMessageStartingWith("auth.public_url is not ");
    }

    @Test
    void the_secret_is_in_no_text_of_it() {
        assertThat(read().orElseThrow()).asString().doesNotContain("canary");
    }

    private Optional<SignInSettings> read() {
        return SignInSettings.of(FakeConfig.installation(keys));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(this::read).isInstanceOf(IllegalStateException.class);
    }
}
