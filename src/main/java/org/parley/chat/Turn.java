package org.parley.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.agent.Agent;
import org.parley.llm.ChatMessage;
import org.parley.llm.ChatModel;
import org.parley.llm.ChatRequest;
import org.parley.llm.ChatStream;
import org.parley.llm.ReplyHead;
import org.parley.usage.CallOutcome;
import org.parley.usage.CompletionStatus;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequest;
import org.parley.usage.Pricing;
import org.parley.usage.RateState;
import org.parley.usage.RequestTotals;

/** One turn that has been opened: what it was asked, what was told so far, and how to stop it from outside. */
final class Turn {
    private static final String PARAGRAPH = "\n\n";

    private final Agent agent;
    private final UUID questionId;
    private final LlmRequest request;
    private final ChatModel model;
    private final Pricing pricing;
    private final List<ChatMessage> messages;
    private final TurnLog log = new TurnLog();
    private final CompletableFuture<CompletionStatus> stopped = new CompletableFuture<>();
    private final long deadline;
    private @Nullable Instant firstTextAt;
    private ChatRequest asked;
    private volatile Progress progress;
    private Optional<RateState> rates = Optional.empty();
    private RequestTotals spent = RequestTotals.NONE;

    /**
     * How far the answer to the newest call has come.
     *
     * @param stream null before the model is asked
     * @param saidBefore characters of the answer that came before the call
     */
    record Progress(LlmCall call, @Nullable ChatStream stream, int saidBefore) {
        Optional<ReplyHead> head() {
            return stream == null ? Optional.empty() : stream.head();
        }
    }

    Turn(
            Agent agent,
            UUID questionId,
            LlmRequest request,
            LlmCall firstCall,
            ChatModel model,
            Pricing pricing,
            ChatRequest asked) {
        this.agent = agent;
        this.questionId = questionId;
        this.request = request;
        this.model = model;
        this.pricing = pricing;
        this.messages = new ArrayList<>(asked.messages());
        this.asked = asked;
        this.progress = new Progress(firstCall, null, 0);
        this.deadline = System.nanoTime() + agent.settings().limits().turnTime().toNanos();
    }

    Agent agent() {
        return agent;
    }

    UUID sessionId() {
        return request.sessionId();
    }

    /** Whether that caller may hear it again and end it. */
    boolean isOf(Caller caller) {
        return request.isOf(caller);
    }

    void keep(Optional<RateState> left) {
        rates = left;
    }

    /** What is left of the nearest limit on requests. */
    Optional<RateState> rates() {
        return rates;
    }

    /** The id of the visitor's message. */
    UUID questionId() {
        return questionId;
    }

    /** The id of the answer's message. */
    UUID messageId() {
        return request.answerId();
    }

    LlmRequest request() {
        return request;
    }

    /** The newest call of the turn. */
    LlmCall call() {
        return progress.call();
    }

    /** How far it has come; any thread may ask. */
    Progress progress() {
        return progress;
    }

    /** Counts a call that ended. */
    void spend(CallOutcome call) {
        spent = spent.plus(call);
    }

    /** The sums of its calls that ended, as far as this node knows. */
    RequestTotals spent() {
        return spent;
    }

    ChatRequest asked() {
        return asked;
    }

    /** What clients are told of the turn. */
    TurnLog log() {
        return log;
    }

    void tell(TurnEvent event) {
        log.append(event);
    }

    /** Adds to the answer. PostgreSQL keeps no NUL in a text, and a model may write one. */
    void say(String delta, Clock clock) {
        if (firstTextAt == null) {
            firstTextAt = clock.instant();
        }
        log.append(new TurnEvent.Text(delta.replace('\0', '\uFFFD')));
    }

    /** Keeps what the model says after its tools apart from what it said before them. */
    void beginParagraph(Clock clock) {
        String end = log.text(Math.max(0, log.textLength() - PARAGRAPH.length()));
        if (!end.isEmpty() && !end.equals(PARAGRAPH)) {
            say(end.endsWith("\n") ? "\n" : PARAGRAPH, clock);
        }
    }

    Optional<Instant> firstTextAt() {
        return Optional.ofNullable(firstTextAt);
    }

    /** Has the model know what was said since, for the calls that follow. */
    void remember(List<ChatMessage> more) {
        messages.addAll(more);
        asked = asked.with(messages);
    }

    /** Another call: of the model that it names, with at most that many tokens. */
    void next(LlmCall nextCall, int maxTokens) {
        progress = new Progress(nextCall, null, log.textLength());
        asked = asked.of(nextCall.model(), maxTokens);
    }

    /** What its calls cost: the prices that held when it was opened. */
    Pricing pricing() {
        return pricing;
    }

    String provider() {
        return model.provider();
    }

    /** Asks the model. A turn that was stopped gets a stream that is closed already. */
    @SuppressWarnings("FutureReturnValueIgnored") // closing does not fail
    ChatStream ask() {
        ChatStream begun = model.ask(asked);
        progress = new Progress(call(), begun, log.textLength());
        stopped.thenRun(begun::close);
        return begun;
    }

    /** How long the turn may still take; nothing or less when its time is over. */
    Duration timeLeft() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /**
     * Ends the turn from outside, by any thread: the provider's connection is closed, tools are given up, and no
     * further call is made.
     *
     * @param reason how the turn is booked; the first one counts
     */
    void stop(CompletionStatus reason) {
        stopped.complete(reason);
    }

    /** Completed when the turn was stopped. */
    CompletableFuture<CompletionStatus> stopped() {
        return stopped;
    }

    /** Why it was stopped, when it was. */
    Optional<CompletionStatus> stopReason() {
        return Optional.ofNullable(stopped.getNow(null));
    }

    /** Waits, but not when the turn is stopped; returns whether it goes on. */
    boolean pause(Duration wait) {
        try {
            stopped.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(CompletionStatus.CANCELLED);
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
