package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.platform.Json;

/** Usage as providers send it, by one convention for all. */
class UsageReaderTest {
    @Test
    void openais_input_includes_what_was_cached() {
        assertThat(read("""
                {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
                 "prompt_tokens_details": {"cached_tokens": 1920, "audio_tokens": 0},
                 "completion_tokens_details": {"reasoning_tokens": 120}}""")).isEqualTo(usage(2006, 1920, 0, 300, 120));
    }

    @Test
    void so_does_that_of_its_responses() {
        assertThat(read("""
                {"input_tokens": 36, "input_tokens_details": {"cached_tokens": 20},
                 "output_tokens": 87, "output_tokens_details": {"reasoning_tokens": 80}, "total_tokens": 123}""")).isEqualTo(usage(36, 20, 0, 87, 80));
    }

    @Test
    void anthropics_leaves_out_what_was_read_from_the_cache_and_written_to_it() {
        assertThat(read("""
                {"input_tokens": 50, "cache_read_input_tokens": 100000, "cache_creation_input_tokens": 248,
                 "output_tokens": 503}""")).isEqualTo(usage(100_298, 100_000, 248, 503, 0));
    }

    @Test
    void a_gateway_that_adds_anthropics_fields_to_openais_has_counted_them_in() {
        assertThat(read("""
                {"prompt_tokens": 100298, "cache_read_input_tokens": 100000, "cache_creation_input_tokens": 248,
                 "completion_tokens": 503, "total_tokens": 100801}""")).isEqualTo(usage(100_298, 100_000, 248, 503, 0));
    }

    @Test
    void openrouters_tells_what_was_written_beside_what_was_read() {
        assertThat(read("""
                {"prompt_tokens": 194, "completion_tokens": 2, "total_tokens": 196, "cost": 0.95,
                 "prompt_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 100, "audio_tokens": 0},
                 "completion_tokens_details": {"reasoning_tokens": 0}, "is_byok": false}""").cacheWritten()).isEqualTo(100);
    }

    @Test
    void an_input_that_is_less_than_what_was_cached_has_left_it_out() {
        assertThat(read("""
                {"prompt_tokens": 50, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 1000}}""")).isEqualTo(usage(1050, 1000, 0, 1, 0));
    }

    @Test
    void reasoning_that_only_the_total_includes_belongs_to_the_output() {
        assertThat(read("""
                {"prompt_tokens": 10120, "completion_tokens": 1499, "total_tokens": 14428,
                 "prompt_tokens_details": {"cached_tokens": 128},
                 "completion_tokens_details": {"reasoning_tokens": 2809}}""")).isEqualTo(usage(10_120, 128, 0, 4308, 2809));
        assertThat(read("""
                {"prompt_tokens": 10, "completion_tokens": 500, "total_tokens": 710,
                 "completion_tokens_details": {"reasoning_tokens": 200}}""")).isEqualTo(usage(10, 0, 0, 700, 200));
    }

    @Test
    void reasoning_that_is_more_than_the_output_is_not_in_it() {
        assertThat(read("{\"completion_tokens\": 1, \"completion_tokens_details\": {\"reasoning_tokens\": 386}}"))
                .isEqualTo(usage(0, 0, 0, 387, 386));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cost\":0.05,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.95}}  | 1.00 | 0.95",
                "{\"cost\":0,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.95}}     | 0.95 | 0.95",
                "{\"cost\":0.95,\"is_byok\":false,\"cost_details\":{\"upstream_inference_cost\":0.9}}  | 0.95 |",
                "{\"cost\":0.95,\"cost_details\":{\"upstream_inference_cost\":19}}                     | 0.95 |",
                "{\"cost\":0.95,\"cost_details\":{\"upstream_inference_cost\":null}}                   | 0.95 |",
                "{\"cost\":0.05,\"is_byok\":true}                                                      |      |",
                "{\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.95}}                |      |",
            })
    void what_another_provider_bills_is_added_where_the_key_was_brought_and_nowhere_else(
            String sent, BigDecimal total, BigDecimal upstream) {
        TokenUsage usage = read(sent);
        assertThat(usage.cost()).isEqualTo(Optional.ofNullable(total));
        assertThat(usage.upstreamCost()).isEqualTo(Optional.ofNullable(upstream));
    }

    @Test
    void a_generation_is_read_by_the_same_rules() {
        Generation generation = Generation.of(Json.parseObject("""
                {"model": "m", "total_cost": 0.0001, "upstream_inference_cost": 0.0012, "is_byok": true, "usage": 0.0001,
                 "tokens_prompt": 9, "native_tokens_prompt": 10, "native_tokens_cached": 3,
                 "native_tokens_completion": 25, "native_tokens_reasoning": 5}""").orElseThrow());
        assertThat(generation.usage())
                .isEqualTo(new TokenUsage(
                        10, 3, 0, 25, 5, Optional.of(new BigDecimal("0.0013")), Optional.of(new BigDecimal("0.0012"))));
    }

    private static TokenUsage read(String usage) {
        return UsageReader.read(Json.parseObject(usage).orElseThrow());
    }

    private static TokenUsage usage(long prompt, long cached, long written, long completion, long reasoning) {
        return new TokenUsage(prompt, cached, written, completion, reasoning, Optional.empty(), Optional.empty());
    }
}
