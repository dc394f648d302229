package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.parley.agent.Agent;
import org.parley.agent.AgentSettings;
import org.parley.agent.Agents;
import org.parley.agent.SystemPrompt;
import org.parley.config.AgentAddress;
import org.parley.conversation.Conversations;
import org.parley.conversation.Utterance;
import org.parley.llm.ChatMessage;
import org.parley.llm.ChatModel;
import org.parley.llm.ChatModels;
import org.parley.llm.ChatRequest;
import org.parley.platform.EventLog;
import org.parley.platform.Ids;
import org.parley.platform.Node;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;
import org.parley.tool.ToolCatalog;
import org.parley.tool.ToolExecutor;
import org.parley.usage.CompletionStatus;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequest;
import org.parley.usage.Pricing;
import org.parley.usage.UsageMetrics;

/**
 * Runs turns. It has no transaction of its own, so that none is held while a model writes: what has to be kept is kept by
 * the ledger, step by step.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AgentRunner {
    private static final Logger LOG = Logger.getLogger(AgentRunner.class.getName());

    @EJB
    Agents agents;

    @EJB
    Conversations conversations;

    @Inject
    SystemPrompt prompts;

    @Inject
    ChatModels models;

    @Inject
    ToolCatalog catalog;

    @Inject
    ToolExecutor tools;

    @Inject
    TurnLedger ledger;

    @Inject
    Pricing pricing;

    @Inject
    UsageMetrics metrics;

    @Inject
    Clock clock;

    /**
     * Opens a turn: from here on it is in the ledger, and its first call is claimed.
     *
     * @throws ProblemException when it is refused; then nothing was written and no model is called
     */
    public Turn open(AgentAddress address, TurnRequest asked) {
        Agent agent = agents.require(address);
        asked.requireLength(agent.settings().limits().messageChars());
        asked.sessionId().ifPresent(session -> conversations.require(session, agent));
        Turn turn = prepare(agent, asked);
        try {
            ledger.open(turn, asked.sessionId().isEmpty(), asked.message());
        } catch (LedgerException e) {
            failed(turn, e);
            throw new ProblemException(LedgerException.problem(), null, e);
        }
        return turn;
    }

    /** Runs an opened turn to its end. The listener hears exactly one end, whatever happens. */
    public void run(Turn turn, TurnListener client) {
        try {
            new TurnLoop(turn, client, ledger, tools, pricing, metrics, clock).run();
        } catch (LedgerException e) {
            failed(turn, e);
            client.on(new TurnEvent.Failed(turn.request().id(), LedgerException.problem()));
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "request " + turn.request().id() + " failed");
            abandon(turn);
            client.on(new TurnEvent.Failed(turn.request().id(), Problems.internal()));
        }
    }

    /** Closes a turn that a fault of ours ended. What its open call cost is not known. */
    private void abandon(Turn turn) {
        try {
            ledger.finish(
                    turn, Optional.of(pricing.abandoned(turn.call())), CompletionStatus.ERROR, Optional.of("internal"));
        } catch (LedgerException e) {
            failed(turn, e);
        }
    }

    private Turn prepare(Agent agent, TurnRequest asked) {
        UUID session = asked.sessionId().orElseGet(Ids::next);
        ChatModel model = models.of(agent.config().values());
        AgentSettings.Model settings = agent.settings().model();
        ChatRequest request = new ChatRequest(
                settings.name(),
                settings.temperature(),
                settings.maxTokens(),
                messages(agent, asked),
                catalog.offered(agent));
        LlmRequest llmRequest = new LlmRequest(
                Ids.next(),
                TurnLedger.payer(agent),
                session,
                model.provider(),
                settings.name(),
                agent.config().hash(),
                clock.instant());
        LlmCall first = llmRequest.call(Ids.next(), 1, request.length(), Node.id(), clock.instant());
        return new Turn(agent, session, llmRequest, first, model, request);
    }

    private List<ChatMessage> messages(Agent agent, TurnRequest asked) {
        List<ChatMessage> messages = new ArrayList<>();
        String prompt = prompts.of(agent);
        if (!prompt.isEmpty()) {
            messages.add(new ChatMessage.Prompt(prompt));
        }
        asked.sessionId().map(session -> conversations.history(session, agent)).orElse(List.of()).stream()
                .map(AgentRunner::message)
                .forEach(messages::add);
        messages.add(new ChatMessage.User(asked.message()));
        return messages;
    }

    private static ChatMessage message(Utterance said) {
        return said.byVisitor()
                ? new ChatMessage.User(said.content())
                : new ChatMessage.Assistant(said.content(), List.of());
    }

    private static void failed(Turn turn, LedgerException failure) {
        LOG.log(
                Level.SEVERE,
                failure,
                () -> "the ledger of request " + turn.request().id() + " cannot be written");
        EventLog.error(
                "cost_tracking.failed",
                Map.of(
                        "llm_request_id", turn.request().id(),
                        "account", turn.agent().address().account(),
                        "agent", turn.agent().address().agent(),
                        "response_length", turn.said().length()));
    }
}
