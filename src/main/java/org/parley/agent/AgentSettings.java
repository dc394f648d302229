package org.parley.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.parley.account.RateLimit;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/** What the cascade says for one agent, read once. */
public record AgentSettings(
        Model model,
        Retry retry,
        Prompt prompt,
        Tools tools,
        History history,
        Limits limits,
        Streams streams,
        List<RateLimit> rates,
        String welcome,
        List<String> suggestions) {
    public AgentSettings {
        rates = List.copyOf(rates);
        suggestions = List.copyOf(suggestions);
    }

    /**
     * The model and how it is asked.
     *
     * @param temperature 0 to 2
     * @param maxTokens most tokens of one reply
     * @param fallbacks asked in order when it fails before it said anything
     */
    public record Model(String name, BigDecimal temperature, int maxTokens, List<String> fallbacks) {
        private static final BigDecimal HOTTEST = BigDecimal.valueOf(2);

        public Model {
            fallbacks = List.copyOf(fallbacks);
            require(!name.isEmpty(), "llm.model", "is empty");
            require(
                    temperature.signum() >= 0 && temperature.compareTo(HOTTEST) <= 0,
                    "llm.temperature",
                    "is not within 0 to 2");
            require(maxTokens > 0, "llm.max_tokens", "is not above 0");
        }

        /** All that may be asked, the model itself first. */
        public List<String> inOrder() {
            List<String> models = new ArrayList<>(List.of(name));
            models.addAll(fallbacks);
            return models;
        }
    }

    /**
     * How a model is asked again that failed before it said anything.
     *
     * @param attempts further attempts with one model
     * @param backoff the first pause; it doubles
     * @param maxWait longest pause, one that the provider asks for included
     */
    public record Retry(int attempts, Duration backoff, Duration maxWait) {
        public Retry {
            require(attempts >= 0 && attempts <= 10, "llm.retry.attempts", "is not within 0 to 10");
        }
    }

    /**
     * What the system prompt is made of, beside the agent's own.
     *
     * @param modules files in {@code prompts/}, by name
     * @param inspection whether the sizes of its sections are kept with each request
     */
    public record Prompt(List<String> modules, boolean inspection) {
        static final String MODULES = "prompt.modules";
        private static final Pattern MODULE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

        public Prompt {
            modules = List.copyOf(modules);
            require(
                    modules.stream().allMatch(module -> MODULE.matcher(module).matches()),
                    MODULES,
                    "has a name that is not of a-z, 0-9, _ and -");
        }

        static Prompt of(EffectiveConfig config) {
            return new Prompt(config.list(MODULES), config.flag("prompt.inspection"));
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
            require(maxResultChars >= 200, "tools.max_result_chars", "is below 200");
        }
    }

    /**
     * How much of the conversation the model is shown.
     *
     * @param maxTokens budget, estimated at four characters a token
     * @param toolCalls whether earlier tool calls and their results are shown too
     */
    public record History(int maxMessages, int maxTokens, boolean toolCalls) {
        public History {
            require(maxMessages >= 0, "history.max_messages", "is below 0");
            require(maxTokens >= 0, "history.max_tokens", "is below 0");
        }
    }

    /**
     * What a turn may ask for.
     *
     * @param contextChars of a conversation that the client keeps itself
     * @param outputTokens over all its calls
     */
    public record Limits(
            int messageChars, int contextChars, int modelCalls, int toolCalls, int outputTokens, Duration turnTime) {
        public Limits {
            require(messageChars > 0, "limits.message_chars", "is not above 0");
            require(contextChars >= 0, "limits.context_chars", "is below 0");
            require(modelCalls > 0, "limits.model_calls", "is not above 0");
            require(toolCalls > 0, "limits.tool_calls", "is not above 0");
            require(outputTokens > 0, "limits.output_tokens", "is not above 0");
        }
    }

    /**
     * How the streams of clients are treated.
     *
     * @param cancelOnDisconnect whether a turn ends that no client listens to any more
     * @param reconnectGrace how long it goes on for a client that may come back
     * @param stall longest time that a client may take nothing
     */
    public record Streams(boolean cancelOnDisconnect, Duration reconnectGrace, Duration stall) {}

    static AgentSettings of(EffectiveConfig config) {
        return new AgentSettings(
                new Model(
                        config.required("llm.model"),
                        config.decimal("llm.temperature"),
                        config.whole("llm.max_tokens"),
                        config.list("llm.fallback_models")),
                new Retry(
                        config.whole("llm.retry.attempts"),
                        config.timeout("llm.retry.backoff"),
                        config.duration("llm.retry.max_wait")),
                Prompt.of(config),
                new Tools(
                        config.list("tools.enabled"),
                        config.choice("tools.execution", "parallel", "sequential")
                                .equals("parallel"),
                        config.timeout("tools.timeout"),
                        config.whole("tools.max_result_chars"),
                        config.list("tools.directory.lists")),
                new History(
                        config.whole("history.max_messages"),
                        config.whole("history.max_tokens"),
                        config.flag("history.tool_calls")),
                new Limits(
                        config.whole("limits.message_chars"),
                        config.whole("limits.context_chars"),
                        config.whole("limits.model_calls"),
                        config.whole("limits.tool_calls"),
                        config.whole("limits.output_tokens"),
                        config.timeout("limits.turn_time")),
                new Streams(
                        config.choice("chat.on_disconnect", "cancel", "finish").equals("cancel"),
                        config.duration("chat.reconnect_grace"),
                        config.timeout("chat.stall_timeout")),
                RateSettings.of(config),
                config.text("agent.welcome").orElse(""),
                config.list("agent.suggestions"));
    }

    private static void require(boolean holds, String key, String otherwise) {
        if (!holds) {
            throw ConfigException.invalid(key, otherwise);
        }
    }
}
