package org.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.config.ConfigException;
import org.parley.config.FakeConfig;

/** What the cascade says becomes settings, or is refused by the name of its key. */
class AgentSettingsTest {
    @Test
    void an_agent_that_names_only_its_model_runs_on_the_defaults() {
        AgentSettings settings = with(Map.of());

        assertThat(settings.model()).isEqualTo(new AgentSettings.Model("m-1", new BigDecimal("0.7"), 1024));
        assertThat(settings.tools().enabled()).isEmpty();
        assertThat(settings.tools().parallel()).isTrue();
        assertThat(settings.tools().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.history()).isEqualTo(new AgentSettings.History(20, 4000));
        assertThat(settings.limits()).isEqualTo(new AgentSettings.Limits(10_000, 8, 32));
        assertThat(settings.cancelOnDisconnect()).isTrue();
    }

    @Test
    void each_key_sets_what_it_says() {
        AgentSettings settings = with(Map.of(
                "llm.temperature", "0.30",
                "tools.enabled", "find, list",
                "tools.execution", "sequential",
                "tools.timeout", "PT0.5S",
                "tools.directory.lists", "staff",
                "agent.welcome", "Hello",
                "agent.suggestions", "One\\, two?,Three?",
                "chat.on_disconnect", "finish"));

        assertThat(settings.model().temperature()).hasToString("0.30");
        assertThat(settings.tools().enabled()).containsExactly("find", "list");
        assertThat(settings.tools().parallel()).isFalse();
        assertThat(settings.tools().timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.tools().lists()).containsExactly("staff");
        assertThat(settings.welcome()).isEqualTo("Hello");
        assertThat(settings.suggestions()).containsExactly("One, two?", "Three?");
        assertThat(settings.cancelOnDisconnect()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "llm.temperature,-0.1",
        "llm.temperature,2.01",
        "llm.temperature,NaN",
        "llm.temperature,1e999999999",
        "llm.max_tokens,0",
        "llm.max_tokens,1.5",
        "llm.max_tokens,99999999999",
        "tools.execution,Parallel",
        "tools.timeout,PT0S",
        "tools.timeout,-PT1S",
        "tools.timeout,10",
        "tools.max_result_chars,199",
        "history.max_messages,-1",
        "history.max_tokens,-1",
        "limits.message_chars,0",
        "limits.model_calls,0",
        "limits.tool_calls,-1",
        "chat.on_disconnect,yes"
    })
    void a_value_out_of_range_is_refused_by_the_name_of_its_key(String key, String value) {
        assertThatThrownBy(() -> with(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void an_agent_without_a_model_is_refused() {
        assertThatThrownBy(() -> AgentSettings.of(FakeConfig.of(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("llm.model");
    }

    private static AgentSettings with(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of("llm.model", "m-1"));
        all.putAll(values);
        return AgentSettings.of(FakeConfig.of(all));
    }
}
