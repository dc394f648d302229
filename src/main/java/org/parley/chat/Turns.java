package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.agent.Agent;
import org.parley.agent.Agents;
import org.parley.config.AgentAddress;
import org.parley.conversation.Conversations;
import org.parley.platform.Admitted;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;
import org.parley.usage.BookedRequest;
import org.parley.usage.BookedRequests;
import org.parley.usage.LlmRequestTracker;

/** Finds the turn that a client means: a new one, or the one that it asked for before. */
@ApplicationScoped
@Admitted
class Turns {
    private static final Duration REPLAY_STALL = Duration.ofSeconds(30);

    @Inject
    Runs runs;

    @Inject
    RunningTurns running;

    @EJB
    Agents agents;

    @EJB
    BookedRequests booked;

    @EJB
    LlmRequestTracker tracker;

    @EJB
    Conversations conversations;

    /**
     * The turn of a request: a new one, unless one with its key was begun before.
     *
     * @throws ProblemException 422 when the key belongs to another request, 409 when its turn runs on another node, and
     *     whatever refuses a new turn
     */
    FoundTurn of(Caller caller, AgentAddress address, TurnRequest asked) {
        caller.require(Role.VISITOR, address);
        TurnRequest own = asked.of(caller);
        return earlier(caller, address, own).orElseGet(() -> begin(caller, address, own));
    }

    /**
     * An earlier turn of that account.
     *
     * @throws ProblemException 404 when there is none that the caller may hear, 409 when it runs on another node
     */
    FoundTurn byId(Caller caller, String account, UUID id) {
        return running.find(id, account)
                .filter(turn -> turn.isOf(caller))
                .map(turn -> found(turn, true))
                .orElseGet(() -> stored(caller, account, id));
    }

    /** Whether there is such a turn on another node that the caller may end; that node ends it. */
    boolean askToCancel(Caller caller, String account, UUID id) {
        return tracker.askToCancel(account, id, caller);
    }

    private FoundTurn begin(Caller caller, AgentAddress address, TurnRequest asked) {
        try {
            return found(runs.start(caller, address, asked), false);
        } catch (DuplicateRequestException e) {
            return earlier(caller, address, asked).orElseThrow(() -> new IllegalStateException(e));
        }
    }

    private Optional<FoundTurn> earlier(Caller caller, AgentAddress address, TurnRequest asked) {
        if (asked.key().isEmpty()) {
            return Optional.empty();
        }
        IdempotencyKey key = asked.key().get();
        Agent agent = agents.require(address);
        return booked.byKey(agent.accountId(), agent.id(), key.value()).map(earlier -> {
            if (!earlier.bodyHash().equals(key.bodyHash())) {
                throw new ProblemException(
                        422,
                        "/problems/idempotency-key-reused",
                        "The key belongs to another request",
                        "A request with this Idempotency-Key had another body.");
            }
            return byId(caller, address.account(), earlier.id());
        });
    }

    private static FoundTurn found(Turn turn, boolean isReplay) {
        return new FoundTurn(
                turn.request().id(),
                turn.log(),
                turn.agent().settings().streams().stall(),
                isReplay,
                turn.rates());
    }

    private FoundTurn stored(Caller caller, String account, UUID id) {
        BookedRequest request = booked.find(account, id)
                .filter(found -> caller.mayTouch(found.caller(), account))
                .orElseThrow(() -> Problems.notFound("There is no such request."));
        TurnLog log = request.status()
                .map(status -> new StoredTurn(
                                request,
                                status,
                                conversations.answerTo(id, request.accountId()).orElse(""),
                                booked.toolCalls(request.accountId(), List.of(id)))
                        .log())
                .orElseThrow(Turns::elsewhere);
        return new FoundTurn(id, log, REPLAY_STALL, true, Optional.empty());
    }

    private static ProblemException elsewhere() {
        Problem problem = new Problem(
                409,
                "/problems/turn-in-progress",
                "The turn is still running",
                "The turn runs on another node, or is being recovered. Try again in a few seconds.");
        return new ProblemException(problem, Duration.ofSeconds(2), null);
    }
}
