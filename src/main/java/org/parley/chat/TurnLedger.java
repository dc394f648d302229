package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.agent.Agent;
import org.parley.conversation.Answer;
import org.parley.conversation.Conversations;
import org.parley.llm.ChatReply;
import org.parley.llm.ChatRequest;
import org.parley.llm.ToolSpec;
import org.parley.platform.EventLog;
import org.parley.platform.Ids;
import org.parley.platform.Node;
import org.parley.platform.SqlStatement;
import org.parley.usage.CallOutcome;
import org.parley.usage.CapReachedException;
import org.parley.usage.CompletionStatus;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequestTracker;
import org.parley.usage.Payer;
import org.parley.usage.Pricing;
import org.parley.usage.RequestOutcome;
import org.parley.usage.RequestTotals;
import org.parley.usage.Reservation;
import org.parley.usage.ToolCallRecord;
import org.parley.usage.UsageMetrics;

/** The steps of a turn that are booked. Each is one transaction of the tracker, with the messages that belong to it. */
@ApplicationScoped
class TurnLedger {
    @EJB
    LlmRequestTracker tracker;

    @EJB
    Conversations conversations;

    @Inject
    UsageMetrics metrics;

    @Inject
    Clock clock;

    /** Books the turn and claims its first call; from here on nothing of it can be lost. */
    void open(Turn turn, boolean newSession, String message) throws LedgerException {
        Agent agent = turn.agent();
        book(() -> {
            tracker.open(
                    turn.request(),
                    turn.call(),
                    conversations.begin(
                            newSession, turn.sessionId(), agent, turn.request().id(), turn.questionId(), message));
            return true;
        });
    }

    /** Settles the call that asked for tools, and puts these on record. */
    List<ToolCallRecord> settle(Turn turn, CallOutcome outcome, ChatReply reply) throws LedgerException {
        List<ToolCallRecord> wanted = reply.toolCalls().stream()
                .map(call -> new ToolCallRecord(
                        Ids.next(), turn.call(), call, turn.log().textLength(), clock.instant()))
                .toList();
        return book(() -> {
            tracker.settle(outcome, wanted);
            return wanted;
        });
    }

    /** Settles an attempt that failed and is to be followed by another. */
    void settle(Turn turn, CallOutcome outcome) throws LedgerException {
        book(() -> {
            tracker.settle(outcome, List.of());
            return turn;
        });
    }

    /**
     * Claims another call of the turn, before the model is asked.
     *
     * @throws CapReachedException when a cap leaves no room for it
     */
    void claim(Turn turn, int sequence, int attempt, String model, int maxTokens) throws LedgerException {
        LlmCall next = turn.request()
                .call(Ids.next(), sequence, attempt, model, turn.asked().length(), Node.id(), clock.instant());
        reservation(turn.agent(), turn.pricing(), turn.asked().of(model, maxTokens), next.claimedAt())
                .ifPresent(next::reserve);
        book(() -> {
            tracker.claim(next);
            return next;
        });
        turn.next(next, maxTokens);
    }

    /**
     * Settles the last call, keeps what was said, and closes the request, all or nothing.
     *
     * @param last empty when the last call is settled already
     */
    RequestTotals finish(
            Turn turn,
            Optional<CallOutcome> last,
            CompletionStatus status,
            Optional<String> errorType,
            Optional<String> finishReason)
            throws LedgerException {
        Optional<Duration> firstToken =
                turn.firstTextAt().map(at -> Duration.between(turn.request().startedAt(), at));
        RequestOutcome outcome = new RequestOutcome(status, errorType, finishReason, firstToken, clock.instant());
        RequestTotals totals = book(() ->
                        tracker.finish(turn.request(), last, outcome, sums -> answer(turn, status, sums)))
                .orElseThrow(() -> new LedgerException(new IllegalStateException("the request is closed already")));
        metrics.finished(payer(turn.agent()), outcome, totals);
        report(turn, totals, outcome);
        return totals;
    }

    /** What a call is to hold against caps; empty when there are none. */
    static Optional<Reservation> reservation(Agent agent, Pricing pricing, ChatRequest asked, Instant now) {
        if (agent.caps().isEmpty()) {
            return Optional.empty();
        }
        int characters = asked.length()
                + asked.tools().stream().mapToInt(ToolSpec::length).sum();
        BigDecimal most = pricing.atMost(asked.model(), characters, asked.maxTokens());
        return Optional.of(new Reservation(payer(agent), agent.caps(), most, now));
    }

    static Payer payer(Agent agent) {
        return new Payer(
                agent.accountId(),
                agent.address().account(),
                agent.id(),
                agent.address().agent(),
                agent.type());
    }

    private List<SqlStatement> answer(Turn turn, CompletionStatus status, RequestTotals sums) {
        String said = turn.log().text();
        return said.isEmpty()
                ? List.of()
                : conversations.answer(
                        turn.messageId(),
                        turn.sessionId(),
                        turn.agent(),
                        turn.request().id(),
                        new Answer(said, status.word(), sums.cost()));
    }

    private static void report(Turn turn, RequestTotals totals, RequestOutcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("llm_request_id", turn.request().id());
        fields.put("account", turn.agent().address().account());
        fields.put("agent", turn.agent().address().agent());
        fields.put("completion_status", outcome.status().word());
        outcome.errorType().ifPresent(type -> fields.put("error_type", type));
        fields.put("total_cost", totals.cost().map(BigDecimal::toPlainString).orElse("unknown"));
        fields.put("cost_source", totals.source().word());
        fields.put("response_length", turn.log().textLength());
        EventLog.info("cost_tracking.success", fields);
    }

    private interface Step<T> {
        T take();
    }

    private static <T> T book(Step<T> step) throws LedgerException {
        try {
            return step.take();
        } catch (EJBException e) {
            throw new LedgerException(e);
        }
    }
}
