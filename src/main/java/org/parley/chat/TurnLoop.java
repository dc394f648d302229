package org.parley.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.parley.usage.CompletionStatus;
import org.parley.usage.Pricing;
import org.parley.usage.RequestTotals;
import org.parley.usage.ToolCallRecord;
import org.parley.usage.UsageMetrics;

/** Model calls and tool rounds in turn, until the model has said all, a limit is reached, or something fails. */
final class TurnLoop {
    private static final String PARAGRAPH = "\n\n";

    private final Turn turn;
    private final TurnListener client;
    private final TurnLedger ledger;
    private final ToolExecutor tools;
    private final Pricing pricing;
    private final UsageMetrics metrics;
    private final Clock clock;
    private int toolCalls;

    TurnLoop(
            Turn turn,
            TurnListener client,
            TurnLedger ledger,
            ToolExecutor tools,
            Pricing pricing,
            UsageMetrics metrics,
            Clock clock) {
        this.turn = turn;
        this.client = client;
        this.ledger = ledger;
        this.tools = tools;
        this.pricing = pricing;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Runs the turn to its end; the client is told how it ended after that was committed. */
    void run() throws LedgerException {
        client.on(new TurnEvent.Start(
                turn.request().id(),
                turn.sessionId(),
                turn.messageId(),
                turn.asked().model()));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = round();
        }
    }

    private boolean round() throws LedgerException {
        Instant asked = clock.instant();
        try {
            ChatReply reply = ask();
            CallOutcome outcome = pricing.settled(turn.call(), reply);
            measure(outcome, asked);
            return take(reply, outcome);
        } catch (ModelException e) {
            CallOutcome outcome = pricing.failed(turn.call(), e);
            measure(outcome, asked);
            fail(e, outcome);
            return false;
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
        if (limitReached(reply)) {
            end(Optional.of(outcome), CompletionStatus.LIMIT, "limit");
            return false;
        }
        List<ToolCallRecord> onRecord = ledger.settle(turn, outcome, reply);
        List<ToolResult> results = runTools(reply, onRecord);
        if (turn.isCancelled()) {
            end(Optional.empty(), CompletionStatus.CANCELLED, "cancelled");
            return false;
        }
        ledger.claim(turn, turn.askedWith(exchange(reply, results)));
        return true;
    }

    private ChatReply ask() throws ModelException {
        ChatRequest request = turn.asked();
        EventLog.info(
                "llm.request.start",
                Map.of(
                        "llm_request_id", turn.request().id(),
                        "llm_call_id", turn.call().id(),
                        "model", request.model(),
                        "temperature", request.temperature(),
                        "max_tokens", request.maxTokens()));
        boolean[] first = {true};
        try (ChatStream stream = turn.ask()) {
            return stream.read(delta -> {
                if (first[0]) {
                    paragraph();
                }
                first[0] = false;
                say(delta);
            });
        }
    }

    /** Keeps what the model says after its tools apart from what it said before them. */
    private void paragraph() {
        String said = turn.said();
        if (!said.isEmpty() && !said.endsWith(PARAGRAPH)) {
            say(said.endsWith("\n") ? "\n" : PARAGRAPH);
        }
    }

    private void say(String text) {
        turn.say(text, clock);
        client.on(new TurnEvent.Text(text));
    }

    private boolean limitReached(ChatReply reply) {
        AgentSettings.Limits limits = turn.agent().settings().limits();
        toolCalls += reply.toolCalls().size();
        return turn.call().sequence() >= limits.modelCalls() || toolCalls > limits.toolCalls();
    }

    private List<ToolResult> runTools(ChatReply reply, List<ToolCallRecord> onRecord) throws LedgerException {
        reply.toolCalls().forEach(call -> client.on(new TurnEvent.ToolStarted(call)));
        try {
            return tools.run(
                    reply.toolCalls(), onRecord, turn.agent(), result -> client.on(new TurnEvent.ToolEnded(result)));
        } catch (ToolRecordException e) {
            throw new LedgerException(e);
        }
    }

    private static List<ChatMessage> exchange(ChatReply reply, List<ToolResult> results) {
        List<ChatMessage> exchange = new ArrayList<>();
        exchange.add(new ChatMessage.Assistant(reply.text(), reply.toolCalls()));
        results.forEach(
                result -> exchange.add(new ChatMessage.ToolOutput(result.call().id(), result.content())));
        return exchange;
    }

    private void fail(ModelException failure, CallOutcome outcome) throws LedgerException {
        CompletionStatus status = TurnFailure.status(failure.failure());
        if (status == CompletionStatus.CANCELLED
                || (status == CompletionStatus.PARTIAL && !turn.said().isEmpty())) {
            end(Optional.of(outcome), status, status.word());
            return;
        }
        ledger.finish(
                turn,
                Optional.of(outcome),
                status,
                Optional.of(failure.failure().errorType()));
        client.on(new TurnEvent.Failed(turn.request().id(), TurnFailure.problem(failure.failure())));
    }

    private void end(Optional<CallOutcome> last, CompletionStatus status, String finishReason) throws LedgerException {
        Optional<String> errorType = last.flatMap(CallOutcome::failure).map(failure -> failure.errorType());
        RequestTotals totals = ledger.finish(turn, last, status, errorType);
        client.on(new TurnEvent.Done(turn.request().id(), turn.messageId(), status, finishReason, totals));
    }

    private void measure(CallOutcome outcome, Instant asked) {
        metrics.called(outcome, turn.provider(), Duration.between(asked, clock.instant()));
    }
}
