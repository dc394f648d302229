package org.parley.chat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.parley.agent.Agent;
import org.parley.llm.ChatMessage;
import org.parley.llm.ChatModel;
import org.parley.llm.ChatRequest;
import org.parley.llm.ChatStream;
import org.parley.platform.Ids;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequest;

/** One turn that has been opened: what it was asked, what was said so far, and how to end it from outside. */
final class Turn {
    private final Agent agent;
    private final UUID sessionId;
    private final UUID questionId = Ids.next();
    private final UUID messageId = Ids.next();
    private final LlmRequest request;
    private final ChatModel model;
    private final List<ChatMessage> messages;
    private final StringBuilder said = new StringBuilder();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicReference<@Nullable ChatStream> stream = new AtomicReference<>();
    private @Nullable Instant firstTextAt;
    private ChatRequest asked;
    private LlmCall call;

    Turn(Agent agent, UUID sessionId, LlmRequest request, LlmCall firstCall, ChatModel model, ChatRequest asked) {
        this.agent = agent;
        this.sessionId = sessionId;
        this.request = request;
        this.model = model;
        this.messages = new ArrayList<>(asked.messages());
        this.asked = asked;
        this.call = firstCall;
    }

    Agent agent() {
        return agent;
    }

    UUID sessionId() {
        return sessionId;
    }

    /** The id of the visitor's message. */
    UUID questionId() {
        return questionId;
    }

    /** The id of the answer's message. */
    UUID messageId() {
        return messageId;
    }

    LlmRequest request() {
        return request;
    }

    /** The newest call of the turn. */
    LlmCall call() {
        return call;
    }

    ChatRequest asked() {
        return asked;
    }

    /** What the visitor has seen so far. */
    String said() {
        return said.toString();
    }

    void say(String delta, Clock clock) {
        if (firstTextAt == null) {
            firstTextAt = clock.instant();
        }
        said.append(delta);
    }

    Optional<Instant> firstTextAt() {
        return Optional.ofNullable(firstTextAt);
    }

    /** What the model is asked next: all before, and these. */
    ChatRequest askedWith(List<ChatMessage> more) {
        messages.addAll(more);
        return asked.with(messages);
    }

    void next(LlmCall nextCall, ChatRequest nextAsked) {
        call = nextCall;
        asked = nextAsked;
    }

    String provider() {
        return model.provider();
    }

    /** Asks the model. A turn that was cancelled gets a stream that is closed already. */
    ChatStream ask() {
        ChatStream begun = model.ask(asked);
        stream.set(begun);
        if (cancelled.get()) {
            begun.close();
        }
        return begun;
    }

    boolean isCancelled() {
        return cancelled.get();
    }

    /** Ends the turn: the provider's connection is closed, and no further call is made. May be called by any thread. */
    void cancel() {
        cancelled.set(true);
        ChatStream running = stream.get();
        if (running != null) {
            running.close();
        }
    }
}
