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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
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
import org.parley.usage.BookedRequests;
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

    @EJB
    BookedRequests booked;

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
     * Makes a turn of what a client asks. Nothing is written yet.
     *
     * @throws ProblemException when it is refused
     */
    public Turn prepare(AgentAddress address, TurnRequest asked) {
        Agent agent = agents.require(address);
        asked.requireLength(agent.settings().limits().messageChars());
        asked.sessionId().ifPresent(session -> conversations.require(session, agent));
        return turn(agent, asked);
    }

    /**
     * Opens a turn: from here on it is in the ledger, and its first call is claimed.
     *
     * @throws DuplicateRequestException when a request with its key is in the ledger
     * @throws ProblemException when it cannot be booked; then nothing was written and no model is called
     */
    public void open(Turn turn, TurnRequest asked) throws DuplicateRequestException {
        try {
            ledger.open(turn, asked.sessionId().isEmpty(), asked.message());
        } catch (LedgerException e) {
            if (asked.key().isPresent() && e.isDuplicate()) {
                throw new DuplicateRequestException(e);
            }
            failed(turn, e);
            throw new ProblemException(LedgerException.problem(), null, e);
        }
    }

    /** Runs an opened turn to its end. Its log has exactly one end, whatever happens. */
    public void run(Turn turn) {
        try {
            new TurnLoop(turn, ledger, tools, pricing, metrics, clock, ThreadLocalRandom.current()).run();
        } catch (LedgerException e) {
            failed(turn, e);
            turn.tell(new TurnEvent.Failed(turn.request().id(), LedgerException.problem()));
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "request " + turn.request().id() + " failed");
            abandon(turn);
            turn.tell(new TurnEvent.Failed(turn.request().id(), Problems.internal()));
        }
    }

    /** Closes a turn that a fault of ours ended. What its open call cost is not known. */
    private void abandon(Turn turn) {
        try {
            ledger.finish(
                    turn,
                    Optional.of(pricing.abandoned(turn.call())),
                    CompletionStatus.ERROR,
                    Optional.of("internal"),
                    Optional.empty());
        } catch (LedgerException e) {
            failed(turn, e);
        }
    }

    private Turn turn(Agent agent, TurnRequest asked) {
        UUID session = asked.sessionId().orElseGet(Ids::next);
        UUID question = Ids.next(); // before the answer's: messages are read in the order of their ids
        ChatModel model = models.of(agent.config().values());
        AgentSettings settings = agent.settings();
        ChatRequest request = new ChatRequest(
                settings.model().name(),
                settings.model().temperature(),
                Math.min(settings.model().maxTokens(), settings.limits().outputTokens()),
                messages(agent, asked),
                catalog.offered(agent));
        LlmRequest llmRequest = new LlmRequest(
                Ids.next(),
                TurnLedger.payer(agent),
                session,
                Ids.next(),
                model.provider(),
                settings.model().name(),
                agent.config().hash(),
                clock.instant());
        asked.key().ifPresent(key -> llmRequest.nameBy(key.value(), key.bodyHash()));
        LlmCall first = llmRequest.firstCall(Ids.next(), request.length(), Node.id(), clock.instant());
        return new Turn(agent, session, question, llmRequest, first, model, request);
    }

    private List<ChatMessage> messages(Agent agent, TurnRequest asked) {
        List<ChatMessage> messages = new ArrayList<>();
        String prompt = prompts.of(agent);
        if (!prompt.isEmpty()) {
            messages.add(new ChatMessage.Prompt(prompt));
        }
        asked.sessionId().ifPresent(session -> messages.addAll(history(session, agent)));
        messages.add(new ChatMessage.User(asked.message()));
        return messages;
    }

    private List<ChatMessage> history(UUID session, Agent agent) {
        AgentSettings.History budget = agent.settings().history();
        List<Utterance> newestFirst = conversations.newest(session, agent);
        Set<UUID> requests = newestFirst.stream().map(Utterance::llmRequestId).collect(Collectors.toSet());
        boolean withTools = budget.toolCalls() && !requests.isEmpty();
        return new ChatHistory(budget, withTools ? booked.toolCalls(agent.accountId(), requests) : List.of())
                .fitting(newestFirst);
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
                        "response_length", turn.log().textLength()));
    }
}
