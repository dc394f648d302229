package org.parley.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.parley.incontainer.BookedTurns.NOW;
import static org.parley.incontainer.BookedTurns.finished;
import static org.parley.incontainer.BookedTurns.pricing;
import static org.parley.incontainer.BookedTurns.reply;
import static org.parley.incontainer.BookedTurns.wanted;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.conversation.Conversations;
import org.parley.conversation.Erasure;
import org.parley.incontainer.BookedTurns.Turn;
import org.parley.llm.ReplyHead;
import org.parley.platform.Ids;
import org.parley.run.Rows;
import org.parley.usage.CallOutcome;
import org.parley.usage.Checkpoint;
import org.parley.usage.Checkpoints;
import org.parley.usage.LlmRequestTracker;
import org.parley.usage.LostRequests;

/** What a node that is gone left behind is ended by this one, and gives way to what the node itself says. */
@ExtendWith(ArquillianExtension.class)
class RecoveryArquillianIT {
    @Inject
    LlmRequestTracker tracker;

    @Inject
    Conversations conversations;

    @Inject
    Checkpoints checkpoints;

    @EJB
    Erasure erasure;

    @EJB
    LostRequests lost;

    @Inject
    BookedTurns turns;

    @Resource(lookup = "java:comp/env/jdbc/owner")
    DataSource dataSource;

    private final Rows rows = new Rows(() -> dataSource.getConnection());
    private final String node = "node-" + Ids.next();

    @Deployment
    static WebArchive application() {
        return Application.with(ProbeTool.class, BookedTurns.class, Rows.class)
                .addAsLibrary(Application.jarOf(Awaitility.class).toFile())
                .addAsLibrary(Application.jarOf(org.hamcrest.Matcher.class).toFile());
    }

    @Test
    void a_turn_of_a_node_that_is_gone_is_ended_with_what_was_written_down_of_it() {
        Turn turn = turns.open(node);
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of(wanted(turn, "a")));
        Turn silent = turns.open(node);
        Turn speaking = turns.open(node);
        ReplyHead head = new ReplyHead(NOW, Optional.of("gen-lost"), Optional.of("parley-offline-1"));
        checkpoints.write(node, List.of(Checkpoint.of(speaking.call(), Optional.of(head), "Half of", 7)));

        declareGone();

        awaitInterrupted(turn, silent, speaking);
        assertThat(calls(turn)).extracting(call -> call.get("status")).containsExactly("settled");
        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.01");
        assertThat(rows.all(
                        "SELECT status, error_type FROM tool_calls WHERE llm_request_id = ?",
                        turn.request().id()))
                .containsExactly(Map.of("status", "cancelled", "error_type", "node_lost"));
        assertThat(calls(silent).get(0)).containsEntry("status", "unknown").containsEntry("total_cost", null);
        assertThat(calls(speaking).get(0))
                .containsEntry("status", "partial")
                .containsEntry("generation_id", "gen-lost")
                .containsEntry("cost_source", "estimate")
                .containsEntry("prompt_tokens", 25L)
                .containsEntry("completion_tokens", 2L);
        assertThat(answers(speaking)).containsExactly(Map.of("content", "Half of", "completion_status", "interrupted"));
        assertThat(answers(silent)).isEmpty();
        requireWellKept(turn, silent, speaking);
    }

    @Test
    void those_that_cannot_be_ended_are_looked_past() throws Exception {
        UUID stuck = turns.open(node).request().id();
        Turn next = turns.open(node);
        try (Connection busy = dataSource.getConnection();
                Statement lock = busy.createStatement()) {
            busy.setAutoCommit(false);
            lock.execute("SELECT FROM llm_requests WHERE id IN ('" + stuck + "', '"
                    + next.request().id() + "') FOR UPDATE");
            declareGone();

            assertThat(lost.find(Set.of(stuck), 1000))
                    .extracting(LostRequests.Found::id)
                    .contains(next.request().id())
                    .doesNotContain(stuck);
            busy.rollback();
        }
        awaitInterrupted(next);
    }

    @Test
    void a_presumed_end_gives_way_to_the_nodes_own_word_and_that_to_no_other() {
        Turn turn = turns.open(node);
        ReplyHead head = new ReplyHead(NOW, Optional.empty(), Optional.empty());
        checkpoints.write(node, List.of(Checkpoint.of(turn.call(), Optional.of(head), "It", 2)));
        declareGone();
        awaitInterrupted(turn);

        assertThat(finish(turn, pricing(turn).settled(turn.call(), reply("0.01"))))
                .isTrue();
        assertThat(finish(turn, pricing(turn).settled(turn.call(), reply("7")))).isFalse();

        assertThat(request(turn)).containsEntry("completion_status", "complete");
        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.01");
        assertThat(calls(turn).get(0)).containsEntry("status", "settled").containsEntry("error_type", null);
        assertThat(answers(turn)).containsExactly(Map.of("content", "It is.", "completion_status", "complete"));
        requireWellKept(turn);
    }

    @Test
    void what_the_provider_told_of_a_lost_call_gives_way_to_no_word_of_the_node() {
        Turn turn = turns.open(node);
        ReplyHead head = new ReplyHead(NOW, Optional.of("gen-told"), Optional.empty());
        checkpoints.write(node, List.of(Checkpoint.of(turn.call(), Optional.of(head), "It", 2)));
        declareGone();
        awaitInterrupted(turn);
        rows.execute(
                "UPDATE llm_calls SET estimated_cost = total_cost, reconciled_at = now(), cost_source = 'provider',"
                        + " prompt_cost = NULL, completion_cost = NULL, total_cost = 0.02, price_version = NULL WHERE id = '"
                        + turn.call().id() + "'");
        rows.execute(
                "UPDATE llm_requests SET prompt_cost = NULL, completion_cost = NULL, total_cost = 0.02 WHERE id = '"
                        + turn.request().id() + "'");

        assertThat(finish(turn, pricing(turn).settled(turn.call(), reply("7")))).isTrue();

        assertThat(request(turn)).containsEntry("completion_status", "complete");
        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.02");
        assertThat(calls(turn).get(0)).containsEntry("cost_source", "provider");
        requireWellKept(turn);
    }

    @Test
    void the_nodes_own_word_brings_back_nothing_that_was_erased_meanwhile() {
        Turn turn = turns.open(node);
        ReplyHead head = new ReplyHead(NOW, Optional.empty(), Optional.empty());
        checkpoints.write(node, List.of(Checkpoint.of(turn.call(), Optional.of(head), "It", 2)));
        declareGone();
        awaitInterrupted(turn);
        assertThat(erasure.erase(turn.agent().accountId(), NOW.plusSeconds(1), Optional.of(turn.session()), 10))
                .isEqualTo(1);

        assertThat(finish(turn, pricing(turn).settled(turn.call(), reply("0.01"))))
                .isTrue();

        assertThat((BigDecimal) request(turn).get("total_cost")).isEqualByComparingTo("0.01");
        assertThat(answers(turn)).isEmpty();
        requireWellKept(turn);
    }

    @Test
    void a_checkpoint_waits_for_no_call_that_is_being_settled() throws Exception {
        Turn settling = turns.open(node);
        Turn speaking = turns.open(node);
        Optional<ReplyHead> head = Optional.of(new ReplyHead(NOW, Optional.of("gen"), Optional.of("model")));
        List<Checkpoint> running =
                List.of(Checkpoint.of(settling.call(), head, "It", 2), Checkpoint.of(speaking.call(), head, "It", 2));
        try (Connection settlement = dataSource.getConnection();
                Statement lock = settlement.createStatement()) {
            settlement.setAutoCommit(false);
            lock.execute("SELECT FROM llm_calls WHERE id = '" + settling.call().id() + "' FOR UPDATE");

            CompletableFuture.runAsync(() -> checkpoints.write(node, running), task -> new Thread(task).start())
                    .get(20, TimeUnit.SECONDS);

            assertThat(calls(speaking).get(0)).containsEntry("status", "streaming");
            assertThat(calls(settling).get(0)).containsEntry("status", "claimed");
            settlement.rollback();
        }
        declareGone();
        awaitInterrupted(settling, speaking);
    }

    @Test
    void what_a_node_wrote_down_of_a_turn_that_ended_goes_with_the_node() {
        declare("up");
        Turn turn = turns.open(node);
        ReplyHead head = new ReplyHead(NOW, Optional.empty(), Optional.empty());
        assertThat(finish(turn, pricing(turn).settled(turn.call(), reply("0.01"))))
                .isTrue();
        checkpoints.write(node, List.of(Checkpoint.of(turn.call(), Optional.of(head), "It", 2)));
        UUID id = turn.request().id();
        assertThat(rows.all("SELECT content FROM checkpoints WHERE llm_request_id = ?", id))
                .hasSize(1);

        rows.execute("UPDATE nodes SET status = 'gone' WHERE id = '" + node + "'");

        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> rows.all("SELECT content FROM checkpoints WHERE llm_request_id = ?", id)
                        .isEmpty());
    }

    private void declareGone() {
        declare("gone");
    }

    private void declare(String status) {
        rows.execute("INSERT INTO nodes (id, name, status, started_at, heartbeat_at, steady_since) VALUES ('" + node
                + "', '" + node + "', '" + status + "', now(), now(), now())");
    }

    private void awaitInterrupted(Turn... lost) {
        for (Turn turn : lost) {
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> "interrupted".equals(request(turn).get("completion_status")));
        }
    }

    private boolean finish(Turn turn, CallOutcome last) {
        UUID answer = turn.request().answerId();
        return tracker.finish(
                        finished(turn, Optional.of(last)),
                        sums -> conversations.answer(BookedTurns.answer(turn, answer, sums.cost())))
                .isPresent();
    }

    private void requireWellKept(Turn... ended) {
        for (Turn turn : ended) {
            assertThat(rows.all(
                            "SELECT rule FROM ledger_audit WHERE llm_request_id = ?",
                            turn.request().id()))
                    .isEmpty();
        }
    }

    private Map<String, Object> request(Turn turn) {
        return rows.one(
                "SELECT * FROM llm_requests WHERE id = ?", turn.request().id());
    }

    private List<Map<String, Object>> calls(Turn turn) {
        return rows.all(
                "SELECT * FROM llm_calls WHERE llm_request_id = ? ORDER BY sequence",
                turn.request().id());
    }

    private List<Map<String, Object>> answers(Turn turn) {
        return rows.all(
                "SELECT content, completion_status FROM messages WHERE llm_request_id = ? AND role = 'assistant'",
                turn.request().id());
    }
}
