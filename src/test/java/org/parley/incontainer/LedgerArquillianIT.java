package org.parley.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.incontainer.BookedTurns.NOW;
import static org.parley.incontainer.BookedTurns.finished;
import static org.parley.incontainer.BookedTurns.pricing;
import static org.parley.incontainer.BookedTurns.reply;
import static org.parley.incontainer.BookedTurns.wanted;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.conversation.Conversations;
import org.parley.incontainer.BookedTurns.Turn;
import org.parley.platform.Database;
import org.parley.platform.Ids;
import org.parley.platform.SqlStatement;
import org.parley.run.Rows;
import org.parley.usage.CallOutcome;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequestTracker;

/** The ledger's transactions, called from inside the server. */
@ExtendWith(ArquillianExtension.class)
class LedgerArquillianIT {
    @Inject
    LlmRequestTracker tracker;

    @EJB
    Conversations conversations;

    @Inject
    Database database;

    @Inject
    BookedTurns turns;

    @Resource
    UserTransaction transaction;

    @Resource(lookup = "java:comp/env/jdbc/owner")
    DataSource dataSource;

    private final Rows rows = new Rows(() -> dataSource.getConnection());

    @Deployment
    static WebArchive application() {
        return Application.with(ProbeTool.class, BookedTurns.class, Rows.class);
    }

    @Test
    void what_the_ledger_wrote_stays_when_the_transaction_around_it_rolls_back() throws Exception {
        UUID sessionOfOuter = Ids.next();
        transaction.begin();
        Turn turn = turns.open();
        database.of(turn.agent().accountId())
                .update(
                        "INSERT INTO sessions (id, account_id, agent_instance_id, created_at) VALUES (?, ?, ?, ?)",
                        sessionOfOuter,
                        turn.agent().accountId(),
                        turn.agent().id(),
                        NOW);
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of(wanted(turn, "a")));
        LlmCall second = turn.request().call(Ids.next(), 2, 1, "probes/model", 10, NOW);
        tracker.claim(second);
        finish(turn, Optional.of(pricing(turn).settled(second, reply("0.02"))));
        transaction.rollback();

        assertThat(rows.all("SELECT id FROM sessions WHERE id = ?", sessionOfOuter))
                .as("what the outer transaction itself wrote")
                .isEmpty();
        assertThat(request(turn)).containsEntry("completion_status", "complete");
        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.03");
        assertThat(calls(turn)).extracting(call -> call.get("status")).containsExactly("settled", "settled");
        assertThat(toolCalls(turn)).hasSize(1);
        assertThat(messages(turn)).extracting(message -> message.get("role")).containsExactly("user", "assistant");
    }

    @Test
    void settling_a_call_twice_changes_nothing_the_second_time() {
        Turn turn = turns.open();
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of(wanted(turn, "a")));
        List<Map<String, Object>> callsBefore = calls(turn);
        List<Map<String, Object>> toolCallsBefore = toolCalls(turn);

        tracker.settle(pricing(turn).settled(turn.call(), reply("7")), List.of(wanted(turn, "a")));

        assertThat(calls(turn)).isEqualTo(callsBefore);
        assertThat(toolCalls(turn)).isEqualTo(toolCallsBefore);
    }

    @Test
    void finishing_a_request_twice_says_nothing_the_second_time() {
        Turn turn = turns.open();
        CallOutcome outcome = pricing(turn).settled(turn.call(), reply("0.01"));
        assertThat(finish(turn, Optional.of(outcome))).isTrue();
        Map<String, Object> requestBefore = request(turn);
        List<Map<String, Object>> callsBefore = calls(turn);

        assertThat(finish(turn, Optional.of(outcome))).isFalse();

        assertThat(request(turn)).isEqualTo(requestBefore);
        assertThat(calls(turn)).isEqualTo(callsBefore);
        assertThat(messages(turn)).extracting(message -> message.get("role")).containsExactly("user", "assistant");
    }

    @Test
    void when_the_answer_cannot_be_kept_neither_settlement_nor_sums_stay_and_the_turn_can_be_finished_again() {
        Turn turn = turns.open();
        CallOutcome outcome = pricing(turn).settled(turn.call(), reply("0.01"));

        assertThatThrownBy(() -> tracker.finish(
                        finished(turn, Optional.of(outcome)),
                        sums -> List.of(SqlStatement.of(
                                "UPDATE messages SET role = 'nobody' WHERE llm_request_id = ?",
                                turn.request().id()))))
                .isInstanceOf(EJBException.class);

        assertThat(request(turn))
                .containsEntry("completion_status", "in_progress")
                .containsEntry("total_cost", null);
        assertThat(calls(turn)).extracting(call -> call.get("status")).containsExactly("claimed");
        assertThat(messages(turn)).extracting(message -> message.get("role")).containsExactly("user");
        assertThat(finish(turn, Optional.of(outcome))).isTrue();
        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.01");
    }

    @Test
    void a_request_that_is_closed_has_no_further_call_claimed_or_settled() {
        Turn turn = turns.open();
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of());
        LlmCall second = turn.request().call(Ids.next(), 2, 1, "probes/model", 10, NOW);
        tracker.claim(second);
        finish(turn, Optional.empty());
        List<Map<String, Object>> callsBefore = calls(turn);

        assertThat(finish(turn, Optional.of(pricing(turn).settled(second, reply("7")))))
                .isFalse();
        tracker.settle(pricing(turn).settled(second, reply("7")), List.of());
        LlmCall third = turn.request().call(Ids.next(), 3, 1, "probes/model", 10, NOW);
        assertThatThrownBy(() -> tracker.claim(third)).isInstanceOf(EJBException.class);

        assertThat(calls(turn)).isEqualTo(callsBefore);
        assertThat(rows.all(
                        "SELECT rule FROM ledger_audit WHERE llm_request_id = ?",
                        turn.request().id()))
                .extracting(row -> row.get("rule"))
                .containsExactly("calls_are_finished");
    }

    @Test
    void what_may_or_may_not_have_been_written_is_concluded_once() {
        Turn turn = turns.open();
        CallOutcome outcome = pricing(turn).settled(turn.call(), reply("0.01"));
        tracker.settle(outcome, List.of(wanted(turn, "a")));
        tracker.claim(turn.request().call(Ids.next(), 2, 1, "probes/model", 10, NOW));

        assertThat(conclude(turn, outcome)).isTrue();
        assertThat(conclude(turn, outcome)).isFalse();

        assertThat(calls(turn)).extracting(call -> call.get("status")).containsExactly("settled", "failed");
        assertThat(calls(turn).get(1)).containsEntry("error_type", "not_called");
        assertThat(toolCalls(turn)).extracting(call -> call.get("status")).containsExactly("cancelled");
        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.01");
        assertThat(rows.all(
                        "SELECT rule FROM ledger_audit WHERE llm_request_id = ?",
                        turn.request().id()))
                .isEmpty();
    }

    private boolean conclude(Turn turn, CallOutcome last) {
        return tracker.conclude(finished(turn, Optional.of(last)), sums -> answer(turn, sums.cost()))
                .isPresent();
    }

    /** Whether it was this time that the request was closed. */
    private boolean finish(Turn turn, Optional<CallOutcome> last) {
        return tracker.finish(finished(turn, last), sums -> answer(turn, sums.cost()))
                .isPresent();
    }

    private List<SqlStatement> answer(Turn turn, Optional<BigDecimal> cost) {
        return conversations.answer(BookedTurns.answer(turn, turn.request().answerId(), cost));
    }

    private Map<String, Object> request(Turn turn) {
        return rows.one(
                "SELECT *, CAST(xmin AS text) FROM llm_requests WHERE id = ?",
                turn.request().id());
    }

    private List<Map<String, Object>> calls(Turn turn) {
        return of(turn, "SELECT *, CAST(xmin AS text) FROM llm_calls WHERE llm_request_id = ? ORDER BY sequence");
    }

    private List<Map<String, Object>> toolCalls(Turn turn) {
        return of(turn, "SELECT *, CAST(xmin AS text) FROM tool_calls WHERE llm_request_id = ? ORDER BY id");
    }

    private List<Map<String, Object>> messages(Turn turn) {
        return of(turn, "SELECT role FROM messages WHERE llm_request_id = ? ORDER BY role DESC");
    }

    private List<Map<String, Object>> of(Turn turn, String query) {
        return rows.all(query, turn.request().id());
    }
}
