package org.parley.agent;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

        assertThat(settings.model()).isEqualTo(new AgentSettings.Model("m-1", new BigDecimal("0.7"), 1024, List.of()));
        assertThat(settings.tools().enabled()).isEmpty();
        assertThat(settings.tools().parallel()).isTrue();
        assertThat(settings.tools().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.history()).isEqualTo(new AgentSettings.History(20, 4000, true));
        assertThat(settings.limits())
                .isEqualTo(new AgentSettings.Limits(10_000, 100_000, 8, 32, 16_384, Duration.ofMinutes(5)));
        assertThat(settings.retry())
                .isEqualTo(new AgentSettings.Retry(2, Duration.ofMillis(250), Duration.ofSeconds(10)));
        assertThat(settings.prompt()).isEqualTo(new AgentSettings.Prompt(List.of(), false));
        assertThat(settings.streams())
                .isEqualTo(new AgentSettings.Streams(true, Duration.ofSeconds(5), Duration.ofSeconds(30)));
    }

    @Test
    void each_key_sets_what_it_says() {
        AgentSettings settings = with(Map.ofEntries(
                entry("llm.temperature", "0.30"),
                entry("llm.fallback_models", "m-2,m-3"),
                entry("llm.retry.attempts", "0"),
                entry("prompt.modules", "tone,privacy"),
                entry("tools.enabled", "find, list"),
                entry("tools.execution", "sequential"),
                entry("tools.timeout", "PT0.5S"),
                entry("tools.directory.lists", "staff"),
                entry("limits.turn_time", "PT20S"),
                entry("agent.welcome", "Hello"),
                entry("agent.suggestions", "One\\, two?,Three?"),
                entry("chat.reconnect_grace", "PT0S"),
                entry("chat.on_disconnect", "finish")));

        assertThat(settings.model().inOrder()).containsExactly("m-1", "m-2", "m-3");
        assertThat(settings.retry().attempts()).isZero();
        assertThat(settings.prompt().modules()).containsExactly("tone", "privacy");
        assertThat(settings.limits().turnTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.streams().reconnectGrace()).isZero();

        assertThat(settings.model().temperature()).hasToString("0.30");
        assertThat(settings.tools().enabled()).containsExactly("find", "list");
        assertThat(settings.tools().parallel()).isFalse();
        assertThat(settings.tools().timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.tools().lists()).containsExactly("staff");
        assertThat(settings.welcome()).isEqualTo("Hello");
        assertThat(settings.suggestions()).containsExactly("One, two?", "Three?");
        assertThat(settings.streams().cancelOnDisconnect()).isFalse();
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
        "limits.output_tokens,0",
        "limits.turn_time,PT0S",
        "llm.retry.attempts,-1",
        "llm.retry.attempts,11",
        "llm.retry.backoff,PT0S",
        "prompt.modules,../secrets",
        "prompt.modules,Tone",
        "prompt.inspection,yes",
        "history.tool_calls,some",
        "chat.stall_timeout,PT0S",
        "chat.reconnect_grace,-PT1S",
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
