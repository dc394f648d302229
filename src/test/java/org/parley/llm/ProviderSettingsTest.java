package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.config.ConfigException;
import org.parley.config.FakeConfig;

/** Where a provider is and how long it may take, or why it cannot be asked. */
class ProviderSettingsTest {
    private static final String BASE_URL = "llm.provider.base_url";
    private static final String KEY = "llm.provider.api_key";

    @Test
    void a_provider_is_called_by_its_host_unless_it_has_a_name() {
        assertThat(of(Map.of(BASE_URL, "https://api.example.org/v1")).name()).isEqualTo("api.example.org");
        assertThat(of(Map.of(BASE_URL, "https://api.example.org/v1", "llm.provider.name", "example"))
                        .name())
                .isEqualTo("example");
    }

    @Test
    void the_offline_model_answers_only_when_it_is_on_and_there_is_no_provider() {
        ProviderSettings offline = of(Map.of("offline.enabled", "true", "http.port", "9099"));
        assertThat(offline.name()).isEqualTo("offline");
        assertThat(offline.baseUrl()).hasToString("http://127.0.0.1:9099/offline/v1");
        assertThat(of(Map.of("offline.enabled", "true", BASE_URL, "https://api.example.org/v1"))
                        .name())
                .isEqualTo("api.example.org");
    }

    @Test
    void without_a_provider_and_without_the_offline_model_the_missing_key_is_named() {
        assertThatThrownBy(() -> of(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(BASE_URL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/v1",
                "api.example.org/v1",
                "http:///v1",
                "http://",
                "not a url",
                "file:///etc/passwd",
                "/v1"
            })
    void an_address_that_is_not_http_is_refused_by_the_name_of_its_key(String url) {
        assertThatThrownBy(() -> of(Map.of(BASE_URL, url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(BASE_URL);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/v1,https://h/v1/chat/completions",
        "https://h/v1/,https://h/v1/chat/completions",
        "http://h:8000,http://h:8000/chat/completions"
    })
    void the_address_may_end_with_a_slash_or_not(String base, String endpoint) {
        assertThat(of(Map.of(BASE_URL, base)).chatCompletions()).hasToString(endpoint);
    }

    @Test
    void the_times_are_those_of_the_configuration() {
        ProviderSettings settings = of(Map.of(
                BASE_URL,
                "https://h/v1",
                "llm.timeout.connect",
                "PT1S",
                "llm.timeout.first_byte",
                "PT2S",
                "llm.timeout.idle",
                "PT0.5S"));
        assertThat(settings.connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.firstByte()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.idle()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({
        "llm.timeout.connect,PT0S",
        "llm.timeout.connect,-PT1S",
        "llm.timeout.first_byte,PT0S",
        "llm.timeout.idle,-PT1S",
        "llm.timeout.idle,60",
        "llm.timeout.idle,soon"
    })
    void a_time_that_is_none_is_refused_by_the_name_of_its_key(String key, String value) {
        assertThatThrownBy(() -> of(Map.of(BASE_URL, "https://h/v1", key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void the_key_is_no_part_of_what_is_printed() {
        assertThat(of(Map.of(BASE_URL, "https://h/v1", KEY, "sk-secret")))
                .asString()
                .isEqualTo("h at https://h/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-se\ncret", "sk-se\u0000cret", "sk-secr\u0435t"})
    void a_key_that_no_header_can_carry_is_refused_without_being_told(String key) {
        Map<String, String> values = new HashMap<>(Map.of(BASE_URL, "https://h/v1", KEY, key));
        assertThatThrownBy(() -> of(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(KEY)
                .hasMessageNotContaining("sk-")
                .hasStackTraceContaining(KEY);
    }

    private static ProviderSettings of(Map<String, String> values) {
        return ProviderSettings.of(FakeConfig.of(values));
    }
}
