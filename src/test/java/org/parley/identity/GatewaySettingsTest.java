package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.config.FakeConfig;

/** A gateway is believed when it is set up completely, and by a secret that nobody guesses. */
class GatewaySettingsTest {
    private static final String SECRET = "canary-gateway-0123456789abcdef-";

    private final Map<String, String> keys = new HashMap<>(Map.of("auth.gateway.secret", SECRET));

    @Test
    void without_a_secret_no_gateway_is_believed() {
        keys.put("auth.gateway.secret", " ");
        assertThat(read()).isEmpty();
    }

    @Test
    void only_the_whole_secret_is_a_proof_and_it_is_not_in_what_is_told() {
        GatewaySettings settings = read().orElseThrow();
        assertThat(settings.isProvedBy(SECRET)).isTrue();
        assertThat(settings.isProvedBy(SECRET + "x")).isFalse();
        assertThat(settings.isProvedBy("")).isFalse();
        assertThat(settings).hasToString("X-Forwarded-User and X-Forwarded-Groups");
        assertThat(settings.publicUrl()).isEmpty();
    }

    @Test
    void the_origin_of_pages_is_that_of_the_sign_in() {
        keys.put("auth.public_url", "https://Chat.example.com/");
        assertThat(read().orElseThrow().publicUrl()).contains(URI.create("https://chat.example.com"));
    }

    @Test
    void a_short_secret_is_refused_without_being_told() {
        keys.put("auth.gateway.secret", SECRET.substring(1));
        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("auth.gateway.secret has fewer than 32 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.gateway.proof_header", "auth.gateway.user_header", "auth.gateway.roles_header"})
    void a_header_without_a_name_is_refused(String key) {
        keys.put(key, " ");
        assertThatThrownBy(this::read).hasMessage(key + " is not set");
    }

    private Optional<GatewaySettings> read() {
        return GatewaySettings.of(FakeConfig.installation(keys));
    }
}
