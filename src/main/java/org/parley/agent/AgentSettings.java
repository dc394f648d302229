package org.parley.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/** What the cascade says for one agent, read once. */
public record AgentSettings(
        Model model,
        Tools tools,
        History history,
        Limits limits,
        String welcome,
        List<String> suggestions,
        boolean cancelOnDisconnect) {
    public AgentSettings {
        suggestions = List.copyOf(suggestions);
    }

    /**
     * The model and how it is asked.
     *
     * @param temperature 0 to 2
     * @param maxTokens most tokens of one reply
     */
    public record Model(String name, BigDecimal temperature, int maxTokens) {
        private static final BigDecimal HOTTEST = BigDecimal.valueOf(2);

        public Model {
            require(!name.isEmpty(), "llm.model is empty");
            require(
                    temperature.signum() >= 0 && temperature.compareTo(HOTTEST) <= 0,
                    "llm.temperature is not within 0 to 2");
            require(maxTokens > 0, "llm.max_tokens is not above 0");
        }
    }

    /**
     * The tools and how they run.
     *
     * @param timeout longest time of one call
     * @param lists directory lists that may be searched; all of the account's when empty
     */
    public record Tools(
            List<String> enabled, boolean parallel, Duration timeout, int maxResultChars, List<String> lists) {
        public Tools {
            enabled = List.copyOf(enabled);
            lists = List.copyOf(lists);
            require(maxResultChars >= 200, "tools.max_result_chars is below 200");
        }
    }

    /**
     * How much of the conversation the model is shown.
     *
     * @param maxTokens budget, estimated at four characters a token
     */
    public record History(int maxMessages, int maxTokens) {
        public History {
            require(maxMessages >= 0 && maxTokens >= 0, "history.max_messages or history.max_tokens is below 0");
        }
    }

    /** What a turn may ask for. */
    public record Limits(int messageChars, int modelCalls, int toolCalls) {
        public Limits {
            require(messageChars > 0, "limits.message_chars is not above 0");
            require(modelCalls > 0, "limits.model_calls is not above 0");
            require(toolCalls > 0, "limits.tool_calls is not above 0");
        }
    }

    static AgentSettings of(EffectiveConfig config) {
        return new AgentSettings(
                new Model(
                        config.required("llm.model"),
                        config.decimal("llm.temperature"),
                        config.whole("llm.max_tokens")),
                new Tools(
                        config.list("tools.enabled"),
                        choice(config, "tools.execution", "parallel", "sequential"),
                        config.timeout("tools.timeout"),
                        config.whole("tools.max_result_chars"),
                        config.list("tools.directory.lists")),
                new History(config.whole("history.max_messages"), config.whole("history.max_tokens")),
                new Limits(
                        config.whole("limits.message_chars"),
                        config.whole("limits.model_calls"),
                        config.whole("limits.tool_calls")),
                config.text("agent.welcome").orElse(""),
                config.list("agent.suggestions"),
                choice(config, "chat.on_disconnect", "cancel", "finish"));
    }

    /** Whether the key says the first of its two words; anything else is refused. */
    private static boolean choice(EffectiveConfig config, String key, String first, String second) {
        return config.convert(key, text -> {
            require(text.equals(first) || text.equals(second), key + " is neither " + first + " nor " + second);
            return text.equals(first);
        });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigException(otherwise, new IllegalArgumentException(otherwise));
        }
    }
}
