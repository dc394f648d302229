package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.llm.ModelFailure;
import org.parley.llm.ToolCall;
import org.parley.platform.Problem;
import org.parley.platform.Problems;
import org.parley.usage.CompletionStatus;
import org.parley.usage.CostSource;
import org.parley.usage.RequestTotals;

/** What clients are told, name by name, and how a model's failure sounds to them. */
class TurnEventTest {
    private static final UUID REQUEST = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final UUID SESSION = UUID.fromString("01890000-0000-7000-8000-000000000002");
    private static final UUID MESSAGE = UUID.fromString("01890000-0000-7000-8000-000000000003");

    @Test
    void a_start_tells_the_ids_and_the_model() {
        TurnEvent start = new TurnEvent.Start(REQUEST, SESSION, MESSAGE, "m-1");
        assertThat(start.name()).isEqualTo("start");
        assertThat(start.isEnd()).isFalse();
        assertThat(start.data())
                .hasToString("{\"llm_request_id\":\"" + REQUEST + "\",\"session_id\":\"" + SESSION
                        + "\",\"message_id\":\"" + MESSAGE + "\",\"model\":\"m-1\"}");
    }

    @Test
    void text_is_one_line_of_json_whatever_is_in_it() {
        TurnEvent text = new TurnEvent.Text("a\r\nb\u2028\u0000\"</script>");
        assertThat(text.name()).isEqualTo("message");
        assertThat(text.data().toString()).doesNotContain("\n", "\r", "\u0000");
        assertThat(text.data().getString("delta")).isEqualTo("a\r\nb\u2028\u0000\"</script>");
    }

    @Test
    void a_tool_call_tells_its_arguments_as_an_object() {
        JsonObject data = new TurnEvent.ToolStarted(new ToolCall("id-1", "find", "{\"q\":\"x\"}")).data();
        assertThat(data.getString("id")).isEqualTo("id-1");
        assertThat(data.getString("name")).isEqualTo("find");
        assertThat(data.getJsonObject("arguments").getString("q")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{\"q\":", "[1]", "7"})
    void arguments_that_are_no_object_are_told_as_an_empty_one(String arguments) {
        assertThat(new TurnEvent.ToolStarted(new ToolCall("id-1", "find", arguments))
                        .data()
                        .getJsonObject("arguments"))
                .isEmpty();
    }

    @Test
    void an_end_tells_tokens_and_the_exact_cost() {
        JsonObject data = done(Optional.of(new BigDecimal("0.000000120")), CostSource.PRICE_BOOK);
        assertThat(data.getString("llm_request_id")).isEqualTo(REQUEST.toString());
        assertThat(data.getString("message_id")).isEqualTo(MESSAGE.toString());
        assertThat(data.getString("completion_status")).isEqualTo("complete");
        assertThat(data.getString("finish_reason")).isEqualTo("stop");
        assertThat(data.getJsonObject("usage"))
                .hasToString(
                        "{\"prompt_tokens\":10,\"cached_tokens\":4,\"completion_tokens\":20,\"reasoning_tokens\":5,\"total_tokens\":30}");
        assertThat(data.getJsonObject("cost"))
                .hasToString("{\"amount\":\"0.000000120\",\"currency\":\"USD\",\"source\":\"price_book\"}");
    }

    @Test
    void a_cost_that_is_not_known_is_null_and_never_0_nor_the_sum_of_a_part() {
        assertThat(done(Optional.empty(), CostSource.UNKNOWN)
                        .getJsonObject("cost")
                        .get("amount"))
                .isEqualTo(JsonValue.NULL);
        assertThat(done(Optional.of(BigDecimal.ONE), CostSource.UNKNOWN)
                        .getJsonObject("cost")
                        .get("amount"))
                .isEqualTo(JsonValue.NULL);
    }

    @Test
    void a_failure_is_a_problem_with_the_id_of_the_request() {
        TurnEvent failed = new TurnEvent.Failed(REQUEST, Problems.internal());
        assertThat(failed.name()).isEqualTo("error");
        assertThat(failed.isEnd()).isTrue();
        assertThat(failed.data().getString("llm_request_id")).isEqualTo(REQUEST.toString());
        assertThat(failed.data().getString("type")).isEqualTo("/problems/internal");
        assertThat(failed.data().getInt("status")).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource(ModelFailure.class)
    void every_failure_of_a_model_has_a_status_in_the_ledger_and_a_problem_without_the_providers_words(
            ModelFailure failure) {
        CompletionStatus expected =
                switch (failure) {
                    case CUT -> CompletionStatus.PARTIAL;
                    case TIMEOUT -> CompletionStatus.TIMEOUT;
                    case CANCELLED -> CompletionStatus.CANCELLED;
                    default -> CompletionStatus.ERROR;
                };
        Problem problem = TurnFailure.problem(failure);
        assertThat(TurnFailure.status(failure)).isEqualTo(expected);
        assertThat(problem.type()).startsWith("/problems/");
        assertThat(problem.status()).isBetween(499, 504).isNotEqualTo(500);
        assertThat(problem.detail()).isNotBlank().doesNotContain("key", "credit", "HTTP", "Exception");
    }

    @Test
    void failures_that_a_client_can_act_on_differ_in_their_type() {
        Set<String> types = Arrays.stream(ModelFailure.values())
                .map(failure -> TurnFailure.problem(failure).type())
                .collect(Collectors.toSet());
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "/problems/provider-timeout",
                        "/problems/provider-busy",
                        "/problems/cancelled",
                        "/problems/provider-failed",
                        "/problems/provider-unavailable");
        assertThat(TurnFailure.problem(ModelFailure.TIMEOUT).status()).isEqualTo(504);
        assertThat(TurnFailure.problem(ModelFailure.RATE_LIMITED).status()).isEqualTo(503);
        assertThat(LedgerException.problem().type()).isNotIn(types);
    }

    private static JsonObject done(Optional<BigDecimal> cost, CostSource source) {
        RequestTotals totals = new RequestTotals(10, 4, 20, 5, 30, cost, source);
        TurnEvent done = new TurnEvent.Done(REQUEST, MESSAGE, CompletionStatus.COMPLETE, "stop", totals);
        assertThat(done.isEnd()).isTrue();
        return done.data();
    }
}
