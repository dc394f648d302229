package org.parley.llm;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a provider counted, whichever of the conventions it keeps to, into one: input includes cached input, output
 * includes reasoning.
 *
 * <p>OpenAI's {@code prompt_tokens} and {@code input_tokens} include cached tokens
 * (https://platform.openai.com/docs/guides/prompt-caching), Anthropic's {@code input_tokens} leave them out
 * (https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching). xAI's {@code completion_tokens} leave out
 * reasoning, which its {@code total_tokens} include (https://docs.x.ai/docs/key-information/consumption-and-rate-limits).
 */
final class UsageReader {
    private static final long MAX_TOKENS = 1L << 40;
    private static final String PROMPT = "prompt_tokens";
    private static final String INPUT = "input_tokens";

    private final JsonObject usage;

    private UsageReader(JsonObject usage) {
        this.usage = usage;
    }

    static TokenUsage read(JsonObject usage) {
        UsageReader reader = new UsageReader(usage);
        return normalised(
                reader.input(),
                reader.cached(),
                reader.cacheWritten(),
                reader.output(),
                reader.reasoning(),
                ProviderCost.ofUsage(usage));
    }

    /** Adds the parts to a whole that cannot include them. */
    static TokenUsage normalised(
            long input, long cached, long cacheWritten, long output, long reasoning, ProviderCost cost) {
        return new TokenUsage(
                cached + cacheWritten > input ? input + cached + cacheWritten : input,
                cached,
                cacheWritten,
                reasoning > output ? output + reasoning : output,
                reasoning,
                cost.total(),
                cost.upstream());
    }

    /** A number of tokens; 0 for what is none. */
    static long count(@Nullable JsonValue value) {
        return value instanceof JsonNumber number && number.longValue() >= 0 && number.longValue() <= MAX_TOKENS
                ? number.longValue()
                : 0;
    }

    /** An amount, sent as a number or as text; empty for what is none. */
    static Optional<BigDecimal> amount(@Nullable JsonValue value) {
        try {
            BigDecimal amount = value instanceof JsonNumber number
                    ? number.bigDecimalValue()
                    : value instanceof JsonString text
                            ? new BigDecimal(text.getString().trim())
                            : null;
            return Optional.ofNullable(amount)
                    .filter(known -> known.signum() >= 0 && Math.abs(known.scale()) <= 30 && known.precision() <= 60);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static JsonObject part(JsonObject whole, String name) {
        return whole.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private long input() {
        boolean leavesCacheOut =
                !usage.containsKey(PROMPT) && usage.containsKey(INPUT) && !usage.containsKey("input_tokens_details");
        long counted = first(PROMPT, INPUT);
        return leavesCacheOut ? counted + cached() + cacheWritten() : counted;
    }

    private long cached() {
        return first(
                "prompt_tokens_details.cached_tokens",
                "input_tokens_details.cached_tokens",
                "cache_read_input_tokens",
                "prompt_cache_hit_tokens");
    }

    private long cacheWritten() {
        return first("prompt_tokens_details.cache_write_tokens", "cache_creation_input_tokens");
    }

    private long output() {
        long counted = first("completion_tokens", "output_tokens");
        boolean leavesReasoningOut = count(usage.get("total_tokens")) == first(PROMPT, INPUT) + counted + reasoning();
        return leavesReasoningOut ? counted + reasoning() : counted;
    }

    private long reasoning() {
        return first("completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens");
    }

    /** The first of these that counts something; a dot leads into an object. */
    private long first(String... names) {
        return Stream.of(names)
                .mapToLong(name -> {
                    int dot = name.indexOf('.');
                    return dot < 0
                            ? count(usage.get(name))
                            : count(part(usage, name.substring(0, dot)).get(name.substring(dot + 1)));
                })
                .filter(found -> found > 0)
                .findFirst()
                .orElse(0);
    }
}
