package org.parley.incontainer;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parley.account.Caller;
import org.parley.agent.Agent;
import org.parley.agent.Agents;
import org.parley.config.AgentAddress;
import org.parley.conversation.Answer;
import org.parley.conversation.Conversations;
import org.parley.llm.ChatReply;
import org.parley.llm.TokenUsage;
import org.parley.llm.ToolCall;
import org.parley.platform.Ids;
import org.parley.platform.Node;
import org.parley.usage.CallOutcome;
import org.parley.usage.CompletionStatus;
import org.parley.usage.FinishedTurn;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequest;
import org.parley.usage.LlmRequestTracker;
import org.parley.usage.Payer;
import org.parley.usage.Pricing;
import org.parley.usage.RateUse;
import org.parley.usage.RequestOutcome;
import org.parley.usage.ToolCallRecord;

/** Opens turns in the ledger as the product does, without a model. */
@ApplicationScoped
public class BookedTurns {
    static final String QUESTION = "Is it booked?";

    /** To the microsecond, as the database keeps it, and never long ago, which recovery looks for. */
    static final Instant NOW = Instant.parse("2096-11-23T10:15:30.123456Z");

    @EJB
    LlmRequestTracker tracker;

    @EJB
    Conversations conversations;

    @EJB
    Agents agents;

    record Turn(Agent agent, UUID session, UUID question, LlmRequest request, LlmCall call) {}

    Turn open() {
        return open(Node.id());
    }

    Turn open(String nodeId) {
        Agent agent = agents.require(new AgentAddress("probes", "parallel"));
        UUID session = Ids.next();
        UUID question = Ids.next();
        LlmRequest request = new LlmRequest(
                Ids.next(),
                payer(agent),
                session,
                Ids.next(),
                "stub",
                "probes/model",
                agent.config().hash(),
                nodeId,
                NOW);
        LlmCall call = request.firstCall(Ids.next(), 100, NOW);
        tracker.open(
                request,
                call,
                new RateUse(payer(agent), Caller.LOCAL, List.of()),
                conversations.begin(true, Caller.LOCAL, session, agent, request.id(), question, QUESTION));
        return new Turn(agent, session, question, request, call);
    }

    static Pricing pricing(Turn turn) {
        return Pricing.of(turn.agent().config(), Clock.systemUTC());
    }

    private static Payer payer(Agent agent) {
        return new Payer(agent.accountId(), "probes", agent.id(), "parallel", agent.type());
    }

    static ChatReply reply(String cost) {
        return new ChatReply(
                6,
                List.of(),
                Optional.of("stop"),
                Optional.of(new TokenUsage(10, 2, 5, 1, Optional.of(new BigDecimal(cost)))),
                Optional.of("served/model"),
                Optional.of("generation-1"),
                Optional.of(NOW));
    }

    static FinishedTurn finished(Turn turn, Optional<CallOutcome> last) {
        return new FinishedTurn(
                turn.request().id(),
                payer(turn.agent()),
                turn.session(),
                turn.request().answerId(),
                NOW,
                last,
                complete(),
                "It is.");
    }

    static Answer answer(Turn turn, UUID id, Optional<BigDecimal> cost) {
        return new Answer(
                id,
                turn.session(),
                turn.agent().accountId(),
                turn.agent().id(),
                turn.request().id(),
                "It is.",
                "complete",
                cost);
    }

    static RequestOutcome complete() {
        return new RequestOutcome(
                CompletionStatus.COMPLETE, Optional.empty(), Optional.of("stop"), Optional.empty(), NOW);
    }

    static ToolCallRecord wanted(Turn turn, String providersId) {
        return new ToolCallRecord(Ids.next(), turn.call(), new ToolCall(providersId, "probe", "{}"), 0, NOW);
    }
}
