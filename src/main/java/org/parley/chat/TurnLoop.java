package org.parley.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.parley.agent.AgentSettings;
import org.parley.llm.ChatMessage;
import org.parley.llm.ChatReply;
import org.parley.llm.ChatRequest;
import org.parley.llm.ChatStream;
import org.parley.llm.ModelException;
import org.parley.platform.EventLog;
import org.parley.tool.ToolExecutor;
import org.parley.tool.ToolRecordException;
import org.parley.tool.ToolResult;
import org.parley.usage.CallOutcome;
import org.parley.usage.CapReachedException;
import org.parley.usage.CompletionStatus;
import org.parley.usage.ToolCallRecord;
import org.parley.usage.UsageMetrics;

/** Model calls and tool rounds in turn, until the model has said all, a limit is reached, or something fails. */
final class TurnLoop {
    private static final String CAP_REACHED = "cap_reached";

    private final Turn turn;
    private final TurnLedger ledger;
    private final ToolExecutor tools;
    private final UsageMetrics metrics;
    private final Clock clock;
    private final Attempts attempts;
    private final RunLimits limits;

    /** Where the newest reply begins in the text of the turn. */
    private int replyFrom;

    TurnLoop(
            Turn turn,
            TurnLedger ledger,
            ToolExecutor tools,
            UsageMetrics metrics,
            Clock clock,
            RandomGenerator random) {
        AgentSettings settings = turn.agent().settings();
        this.turn = turn;
        this.ledger = ledger;
        this.tools = tools;
        this.metrics = metrics;
        this.clock = clock;
        this.attempts = new Attempts(settings.model(), settings.retry(), random);
        this.limits = new RunLimits(settings.limits(), turn.asked().maxTokens());
    }

    /** Runs the turn to its end; clients are told how it ended after that was committed. */
    void run() throws LedgerException {
        turn.tell(new TurnEvent.Start(
                turn.request().id(),
                turn.sessionId(),
                turn.messageId(),
                turn.call().model()));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = round();
        }
    }

    /** One call to a model and what follows from it; returns whether another call is to be made. */
    private boolean round() throws LedgerException {
        Instant asked = clock.instant();
        try {
            ChatReply reply = ask();
            CallOutcome outcome = turn.pricing().settled(turn.call(), reply);
            measure(outcome, asked);
            attempts.succeeded();
            return take(reply, outcome);
        } catch (ModelException e) {
            CallOutcome outcome = turn.pricing().failed(turn.call(), e);
            measure(outcome, asked);
            return tryAgain(e, outcome);
        }
    }

    private boolean take(ChatReply reply, CallOutcome outcome) throws LedgerException {
        if (reply.toolCalls().isEmpty()) {
            end(
                    Optional.of(outcome),
                    CompletionStatus.COMPLETE,
                    reply.finishReason().orElse("stop"));
            return false;
        }
        if (limits.reachedBy(turn.call().sequence(), reply, outcome)) {
            end(Optional.of(outcome), CompletionStatus.LIMIT, CompletionStatus.LIMIT.word());
            return false;
        }
        turn.remember(exchange(reply, runTools(reply, ledger.settle(turn, outcome, reply))));
        return claim(turn.call().sequence() + 1, 1, turn.call().model());
    }

    /** After a failure: the same call again, or the end. */
    private boolean tryAgain(ModelException failure, CallOutcome outcome) throws LedgerException {
        Optional<Attempts.Next> next =
                turn.stopReason().isPresent() ? Optional.empty() : attempts.after(failure, turn.timeLeft());
        if (next.isEmpty()) {
            fail(failure, outcome);
            return false;
        }
        EventLog.info(
                "llm.request.retry",
                Map.of(
                        "llm_request_id", turn.request().id(),
                        "error_type", failure.failure().errorType(),
                        "model", next.get().model(),
                        "pause_ms", next.get().pause().toMillis()));
        ledger.settle(turn, outcome);
        turn.pause(next.get().pause());
        return claim(
                turn.call().sequence(), turn.call().attempt() + 1, next.get().model());
    }

    /** Claims the next call; a turn that was stopped meanwhile ends instead. */
    private boolean claim(int sequence, int attempt, String model) throws LedgerException {
        Optional<CompletionStatus> stopped = turn.stopReason();
        if (stopped.isPresent()) {
            endAs(stopped.get(), Optional.empty());
            return false;
        }
        try {
            ledger.claim(turn, sequence, attempt, model, limits.nextMaxTokens());
            return true;
        } catch (CapReachedException e) {
            finish(Optional.empty(), CompletionStatus.LIMIT, CompletionStatus.LIMIT.word(), Optional.of(CAP_REACHED));
            return false;
        }
    }

    private ChatReply ask() throws ModelException {
        ChatRequest request = turn.asked();
        EventLog.info(
                "llm.request.start",
                Map.of(
                        "llm_request_id", turn.request().id(),
                        "llm_call_id", turn.call().id(),
                        "attempt", turn.call().attempt(),
                        "model", request.model(),
                        "temperature", request.temperature(),
                        "max_tokens", request.maxTokens()));
        long longest = RunLimits.longestReply(request.maxTokens());
        int saidBefore = turn.log().textLength();
        replyFrom = saidBefore;
        try (ChatStream stream = turn.ask()) {
            return stream.read(delta -> {
                if (turn.log().textLength() == saidBefore) {
                    turn.beginParagraph(clock);
                    replyFrom = turn.log().textLength();
                }
                turn.say(delta, clock);
                if (turn.log().textLength() - saidBefore > longest) {
                    turn.stop(CompletionStatus.LIMIT);
                }
            });
        }
    }

    private List<ToolResult> runTools(ChatReply reply, List<ToolCallRecord> onRecord) throws LedgerException {
        reply.toolCalls().forEach(call -> turn.tell(new TurnEvent.ToolStarted(call)));
        try {
            return tools.run(
                    reply.toolCalls(),
                    onRecord,
                    turn.agent(),
                    turn.stopped(),
                    result -> turn.tell(new TurnEvent.ToolEnded(result)));
        } catch (ToolRecordException e) {
            throw new LedgerException(e);
        }
    }

    private List<ChatMessage> exchange(ChatReply reply, List<ToolResult> results) {
        List<ChatMessage> exchange = new ArrayList<>();
        exchange.add(new ChatMessage.Assistant(turn.log().text(replyFrom), reply.toolCalls()));
        results.forEach(
                result -> exchange.add(new ChatMessage.ToolOutput(result.call().id(), result.content())));
        return exchange;
    }

    private void fail(ModelException failure, CallOutcome outcome) throws LedgerException {
        Optional<CompletionStatus> stopped = turn.stopReason();
        if (stopped.isPresent()) {
            endAs(stopped.get(), Optional.of(outcome));
            return;
        }
        CompletionStatus status = TurnFailure.status(failure.failure());
        if (status == CompletionStatus.PARTIAL && turn.log().textLength() > 0) {
            end(Optional.of(outcome), status, status.word());
            return;
        }
        ledger.finish(
                turn,
                Optional.of(outcome),
                status,
                Optional.of(failure.failure().errorType()),
                Optional.empty());
        turn.tell(new TurnEvent.Failed(turn.request().id(), TurnFailure.problem(failure.failure())));
    }

    /** Ends a turn that was stopped. One whose time is over before a word was said has failed. */
    private void endAs(CompletionStatus reason, Optional<CallOutcome> last) throws LedgerException {
        if (reason == CompletionStatus.TIMEOUT && turn.log().textLength() == 0) {
            ledger.finish(turn, last, reason, Optional.of(TurnFailure.TURN_TIMEOUT), Optional.empty());
            turn.tell(new TurnEvent.Failed(turn.request().id(), TurnFailure.turnTimeout()));
            return;
        }
        end(last, reason, reason.word());
    }

    private void end(Optional<CallOutcome> last, CompletionStatus status, String finishReason) throws LedgerException {
        finish(last, status, finishReason, last.flatMap(CallOutcome::errorType));
    }

    private void finish(
            Optional<CallOutcome> last, CompletionStatus status, String finishReason, Optional<String> errorType)
            throws LedgerException {
        Booking booking = ledger.finish(turn, last, status, errorType, Optional.of(finishReason));
        turn.tell(new TurnEvent.Done(
                turn.request().id(), turn.messageId(), status, finishReason, booking.totals(), booking.isPending()));
    }

    private void measure(CallOutcome outcome, Instant asked) {
        metrics.called(outcome, turn.provider(), Duration.between(asked, clock.instant()));
        if (outcome.isUnpriced()) {
            String model = outcome.reply().servedModel().orElse(turn.call().model());
            metrics.unpriced(turn.provider());
            EventLog.error(
                    "cost_tracking.unpriced",
                    Map.of("llm_request_id", turn.request().id(), "provider", turn.provider(), "model", model));
        }
    }
}
