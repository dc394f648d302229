package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.parley.account.Caller;
import org.parley.agent.Agent;
import org.parley.agent.AgentSettings;
import org.parley.agent.Agents;
import org.parley.agent.PromptSection;
import org.parley.agent.SystemPrompt;
import org.parley.config.AgentAddress;
import org.parley.conversation.Conversations;
import org.parley.conversation.Utterance;
import org.parley.llm.ChatMessage;
import org.parley.llm.ChatModel;
import org.parley.llm.ChatModels;
import org.parley.llm.ChatRequest;
import org.parley.llm.ToolSpec;
import org.parley.platform.Ids;
import org.parley.platform.Node;
import org.parley.platform.ProblemException;
import org.parley.tool.ToolCatalog;
import org.parley.usage.BookedRequests;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequest;
import org.parley.usage.Pricing;
import org.parley.usage.RateUse;
import org.parley.usage.Rates;

/** Makes turns of what clients ask: for whom, of which model, and with what it is shown. Nothing is written. */
@ApplicationScoped
class TurnFactory {
    private static final String PARAGRAPH = "\n\n";

    @EJB
    Agents agents;

    @EJB
    Conversations conversations;

    @EJB
    BookedRequests booked;

    @Inject
    SystemPrompt prompts;

    @Inject
    Rates rates;

    @Inject
    ChatModels models;

    @Inject
    ToolCatalog catalog;

    @Inject
    Clock clock;

    /**
     * A turn that may be opened.
     *
     * @throws ProblemException when it is refused
     */
    Turn make(Caller caller, AgentAddress address, TurnRequest asked) {
        Agent agent = agents.require(address);
        rates.requireUnrefused(
                new RateUse(TurnLedger.payer(agent), caller, agent.settings().rates()));
        asked.requireLength(agent.settings().limits().messageChars());
        asked.context().requireLength(agent.settings().limits().contextChars());
        asked.sessionId().ifPresent(session -> conversations.require(session, agent, caller));
        ChatModel model = models.of(agent.config());
        UUID question = Ids.next(); // before the answer's: messages are read in the order of their ids
        LlmRequest request = new LlmRequest(
                Ids.next(),
                TurnLedger.payer(agent),
                asked.sessionId().orElseGet(Ids::next),
                Ids.next(),
                model.provider(),
                agent.settings().model().name(),
                agent.config().hash(),
                Node.id(),
                clock.instant());
        request.beginBy(caller);
        asked.key().ifPresent(key -> request.nameBy(key.value(), key.bodyHash()));
        ChatRequest shown = shown(agent, asked, request);
        LlmCall first = request.firstCall(Ids.next(), shown.length(), clock.instant());
        Pricing pricing = Pricing.of(agent.config(), clock);
        TurnLedger.reservation(agent, pricing, shown, first.claimedAt()).ifPresent(first::reserve);
        return new Turn(agent, question, request, first, model, pricing, shown);
    }

    private ChatRequest shown(Agent agent, TurnRequest asked, LlmRequest request) {
        AgentSettings settings = agent.settings();
        List<PromptSection> sections = prompts.of(agent);
        List<ChatMessage> history = asked.sessionId()
                .map(session -> history(session, agent))
                .orElse(asked.context().before());
        List<ToolSpec> tools = catalog.offered(agent);
        if (settings.prompt().inspection()) {
            request.keepPromptSizes(PromptSizes.of(sections, history, asked.message(), tools));
        }
        return new ChatRequest(
                settings.model().name(),
                asked.context().temperature().orElse(settings.model().temperature()),
                asked.context()
                        .maxTokens(Math.min(
                                settings.model().maxTokens(), settings.limits().outputTokens())),
                messages(sections, history, asked),
                tools);
    }

    private static List<ChatMessage> messages(
            List<PromptSection> sections, List<ChatMessage> history, TurnRequest asked) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!sections.isEmpty()) {
            messages.add(new ChatMessage.Prompt(
                    sections.stream().map(PromptSection::text).collect(Collectors.joining(PARAGRAPH))));
        }
        messages.addAll(history);
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
}
