package org.parley.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.parley.agent.Agent;
import org.parley.agent.FakeAgents;
import org.parley.llm.ToolCall;
import org.parley.platform.Database;
import org.parley.platform.Json;
import org.parley.platform.SqlStatement;
import org.parley.platform.Statements;
import org.parley.usage.ToolCallLedger;
import org.parley.usage.ToolCallOutcome;
import org.parley.usage.ToolCallRecord;

/** What the model is shown of a result, and what is put on record with the work. */
class ToolCallRunnerTest {
    private static final ToolCall CALL = new ToolCall("id", "find", "{}");
    private static final int LIMIT = 200;

    private final Agent agent = FakeAgents.with(
            Map.of("llm.model", "m", "tools.timeout", "PT3S", "tools.max_result_chars", String.valueOf(LIMIT)));
    private final FakeLedger ledger = new FakeLedger();
    private final List<Object> statementTimeouts = new ArrayList<>();
    private final List<UUID> accounts = new ArrayList<>();

    @Test
    void a_result_within_the_limit_is_shown_as_it_is() throws Exception {
        JsonObject result = text(LIMIT - "{\"t\":\"\"}".length(), "x");
        assertThat(result.toString()).hasSize(LIMIT);
        assertThat(run(result).content()).isEqualTo(result.toString());
    }

    @Test
    void a_longer_one_is_cut_to_the_limit_and_says_so() throws Exception {
        ToolResult result = run(text(5_000, "x"));
        assertThat(result.content())
                .hasSize(LIMIT)
                .startsWith("{\"t\":\"xxx")
                .endsWith("... [cut: 5008 characters in all; ask for less]");
        assertThat(result.status()).isEqualTo(ToolStatus.OK);
        assertThat(ledger.outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.result()).hasSize(LIMIT);
            assertThat(outcome.status()).isEqualTo("ok");
            assertThat(outcome.errorType()).isEmpty();
        });
    }

    @Test
    void a_cut_never_leaves_half_a_character() throws Exception {
        for (String shift : List.of("", "x")) {
            String content = run(Json.object()
                            .add("t", shift + "😀".repeat(500))
                            .build())
                    .content();
            assertThat(content.codePoints().filter(point -> point >= 0xD800 && point <= 0xDFFF))
                    .isEmpty();
            assertThat(content).hasSizeLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    void the_database_stops_a_statement_after_the_agents_timeout() throws Exception {
        run(text(1, "x"));
        assertThat(statementTimeouts).containsExactly("3000");
    }

    @Test
    void the_work_is_begun_for_the_account_of_the_agent() throws Exception {
        run(text(1, "x"));
        assertThat(accounts).containsExactly(agent.accountId());
    }

    @Test
    void work_whose_call_was_given_up_fails_so_that_it_rolls_back() {
        ledger.ended = true;
        assertThatThrownBy(() -> run(text(1, "x")))
                .isInstanceOfSatisfying(
                        ToolException.class, late -> assertThat(late.type()).isEqualTo("late"));
    }

    @Test
    void a_failed_result_is_an_error_that_the_model_can_read() {
        ToolResult result =
                ToolResult.failed(CALL, ToolStatus.FAILED, "unknown_list", "Say \"staff\".", Duration.ofMillis(7));
        JsonObject error = Json.parseObject(result.content()).orElseThrow().getJsonObject("error");
        assertThat(error.getString("type")).isEqualTo("unknown_list");
        assertThat(error.getString("message")).isEqualTo("Say \"staff\".");
        assertThat(result.outcome().status()).isEqualTo("failed");
        assertThat(result.outcome().errorType()).contains("unknown_list");
        assertThat(result.outcome().result()).isEqualTo(result.content());
    }

    @SuppressWarnings("UnnecessaryAssignment") // no container injects here
    private ToolResult run(JsonObject result) throws ToolException {
        ToolCallRunner runner = new ToolCallRunner();
        runner.database = new FakeDatabase();
        runner.ledger = ledger;
        return runner.run(
                new FakeTool("find", arguments -> result),
                JsonObject.EMPTY_JSON_OBJECT,
                ToolJob.begin(CALL, Records.of(CALL), agent));
    }

    private static JsonObject text(int times, String text) {
        return Json.object().add("t", text.repeat(times)).build();
    }

    /** Takes the one statement that is sent before the tool works. */
    private final class FakeDatabase extends Database implements Statements {
        @Override
        public Statements of(UUID account) {
            accounts.add(account);
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") // it is read as the process id of a backend
        public <T> List<T> query(RowReader<T> reader, String text, @Nullable Object... values) {
            assertThat(text).contains("statement_timeout");
            statementTimeouts.add(values[0]);
            return List.of((T) (Object) 4711);
        }

        @Override
        public int update(SqlStatement statement) {
            throw new AssertionError(statement.text());
        }
    }

    private static final class FakeLedger extends ToolCallLedger {
        private final List<ToolCallOutcome> outcomes = new ArrayList<>();
        private boolean ended;

        @Override
        public boolean finish(ToolCallRecord call, ToolCallOutcome outcome) {
            outcomes.add(outcome);
            return !ended;
        }
    }
}
