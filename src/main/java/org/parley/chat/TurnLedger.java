package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.parley.account.Caller;
import org.parley.agent.Agent;
import org.parley.conversation.Answer;
import org.parley.conversation.Conversations;
import org.parley.llm.ChatReply;
import org.parley.llm.ChatRequest;
import org.parley.llm.ToolSpec;
import org.parley.platform.ConnectionTimeouts;
import org.parley.platform.Ids;
import org.parley.platform.SqlStatement;
import org.parley.usage.CallOutcome;
import org.parley.usage.CapReachedException;
import org.parley.usage.CompletionStatus;
import org.parley.usage.FinishedTurn;
import org.parley.usage.LedgerJournal;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequestTracker;
import org.parley.usage.Payer;
import org.parley.usage.Pricing;
import org.parley.usage.RateUse;
import org.parley.usage.RequestOutcome;
import org.parley.usage.RequestTotals;
import org.parley.usage.Reservation;
import org.parley.usage.ToolCallRecord;
import org.parley.usage.UsageMetrics;

/** The steps of a turn that are booked. Each is one transaction of the tracker, with the messages that belong to it. */
@ApplicationScoped
class TurnLedger {
    private static final Logger LOG = Logger.getLogger(TurnLedger.class.getName());

    @EJB
    LlmRequestTracker tracker;

    @EJB
    Conversations conversations;

    @Inject
    LedgerJournal journal;

    @Inject
    UsageMetrics metrics;

    @Inject
    Clock clock;

    /** Books the turn and claims its first call; from here on nothing of it can be lost. */
    void open(Turn turn, Caller caller, boolean newSession, String message) throws LedgerException {
        Agent agent = turn.agent();
        turn.keep(book(
                Optional.empty(),
                () -> tracker.open(
                        turn.request(),
                        turn.call(),
                        new RateUse(payer(agent), caller, agent.settings().rates()),
                        conversations.begin(
                                newSession,
                                caller,
                                turn.sessionId(),
                                agent,
                                turn.request().id(),
                                turn.questionId(),
                                message))));
    }

    /** Settles the call that asked for tools, and puts these on record. */
    List<ToolCallRecord> settle(Turn turn, CallOutcome outcome, ChatReply reply) throws LedgerException {
        List<ToolCallRecord> wanted = reply.toolCalls().stream()
                .map(call -> new ToolCallRecord(
                        Ids.next(), turn.call(), call, turn.log().textLength(), clock.instant()))
                .toList();
        settle(turn, outcome, wanted);
        return wanted;
    }

    /** Settles an attempt that failed and is to be followed by another. */
    void settle(Turn turn, CallOutcome outcome) throws LedgerException {
        settle(turn, outcome, List.of());
    }

    private void settle(Turn turn, CallOutcome outcome, List<ToolCallRecord> wanted) throws LedgerException {
        turn.spend(outcome);
        book(Optional.of(outcome), () -> {
            tracker.settle(outcome, wanted);
            return wanted;
        });
    }

    /**
     * Claims another call of the turn, before the model is asked.
     *
     * @throws CapReachedException when a cap leaves no room for it
     */
    void claim(Turn turn, int sequence, int attempt, String model, int maxTokens) throws LedgerException {
        LlmCall next = turn.request()
                .call(Ids.next(), sequence, attempt, model, turn.asked().length(), clock.instant());
        reservation(turn.agent(), turn.pricing(), turn.asked().of(model, maxTokens), next.claimedAt())
                .ifPresent(next::reserve);
        book(Optional.empty(), () -> {
            tracker.claim(next);
            return next;
        });
        turn.next(next, maxTokens);
    }

    /**
     * Settles the last call, keeps what was said, and closes the request, all or nothing. What the database cannot take
     * waits in the journal.
     *
     * @param last empty when the last call is settled already
     */
    Booking finish(
            Turn turn,
            Optional<CallOutcome> last,
            CompletionStatus status,
            Optional<String> errorType,
            Optional<String> finishReason)
            throws LedgerException {
        last.ifPresent(turn::spend);
        FinishedTurn ended = ended(turn, last, status, errorType, finishReason);
        Optional<RequestTotals> totals;
        try {
            totals = tracker.finish(ended, sums -> answer(ended, sums));
        } catch (EJBException e) {
            return keep(turn, ended, e);
        }
        return new Booking(
                report(
                        ended,
                        totals.orElseThrow(
                                () -> new LedgerException(new IllegalStateException("the request is closed already")))),
                false);
    }

    /**
     * Closes a turn of which a step could not be booked.
     *
     * @param last how its last call ended, when that is what could not be settled
     */
    void giveUp(Turn turn, Optional<CallOutcome> last) throws LedgerException {
        FinishedTurn ended =
                ended(turn, last, CompletionStatus.ERROR, Optional.of("ledger_unavailable"), Optional.empty());
        try {
            conclude(ended);
        } catch (EJBException e) {
            keep(turn, ended, e);
        }
    }

    /** Books a turn that waited in the journal, unless it is booked already. */
    void conclude(FinishedTurn ended) {
        tracker.conclude(ended, sums -> answer(ended, sums)).ifPresent(totals -> report(ended, totals));
    }

    private Booking keep(Turn turn, FinishedTurn ended, EJBException reason) throws LedgerException {
        ConnectionTimeouts.note(reason);
        try {
            journal.keep(ended);
        } catch (IOException e) {
            e.addSuppressed(reason);
            throw new LedgerException(e, ended.last());
        }
        LOG.log(Level.WARNING, reason, () -> "request " + ended.llmRequestId() + " waits in the journal");
        LedgerEvents.kept(ended);
        return new Booking(turn.spent(), true);
    }

    private FinishedTurn ended(
            Turn turn,
            Optional<CallOutcome> last,
            CompletionStatus status,
            Optional<String> errorType,
            Optional<String> finishReason) {
        Optional<Duration> firstToken =
                turn.firstTextAt().map(at -> Duration.between(turn.request().startedAt(), at));
        return new FinishedTurn(
                turn.request().id(),
                payer(turn.agent()),
                turn.sessionId(),
                turn.messageId(),
                turn.request().startedAt(),
                last,
                new RequestOutcome(status, errorType, finishReason, firstToken, clock.instant()),
                turn.log().text());
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

    private List<SqlStatement> answer(FinishedTurn ended, RequestTotals sums) {
        return conversations.answer(new Answer(
                ended.answerId(),
                ended.sessionId(),
                ended.payer().accountId(),
                ended.payer().agentInstanceId(),
                ended.llmRequestId(),
                ended.said(),
                ended.outcome().status().word(),
                sums.cost()));
    }

    private RequestTotals report(FinishedTurn ended, RequestTotals totals) {
        metrics.finished(ended.payer(), ended.outcome(), totals);
        LedgerEvents.booked(ended, totals);
        return totals;
    }

    private static <T> T book(Optional<CallOutcome> settled, Supplier<T> step) throws LedgerException {
        try {
            return step.get();
        } catch (EJBException e) {
            throw new LedgerException(e, settled);
        }
    }
}
