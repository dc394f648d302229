package org.parley.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.parley.account.Caller;
import org.parley.platform.EventLog;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;
import org.parley.tool.ToolExecutor;
import org.parley.usage.CompletionStatus;
import org.parley.usage.UsageMetrics;

/**
 * Runs turns. It has no transaction of its own, so that none is held while a model writes: what has to be kept is kept by
 * the ledger, step by step.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AgentRunner {
    private static final Logger LOG = Logger.getLogger(AgentRunner.class.getName());

    @Inject
    ToolExecutor tools;

    @Inject
    TurnLedger ledger;

    @Inject
    UsageMetrics metrics;

    @Inject
    Clock clock;

    /**
     * Opens a turn: from here on it is in the ledger, and its first call is claimed.
     *
     * @throws DuplicateRequestException when a request with its key is in the ledger
     * @throws ProblemException when it cannot be booked; then nothing was written and no model is called
     */
    public void open(Turn turn, Caller caller, TurnRequest asked) throws DuplicateRequestException {
        try {
            ledger.open(turn, caller, asked.sessionId().isEmpty(), asked.message());
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
            new TurnLoop(turn, ledger, tools, metrics, clock, ThreadLocalRandom.current()).run();
        } catch (LedgerException e) {
            failed(turn, e);
            giveUp(turn, e);
            turn.tell(new TurnEvent.Failed(turn.request().id(), LedgerException.problem()));
        } catch (RuntimeException | Error e) { // whatever it is: clients wait for the turn's end
            LOG.log(Level.SEVERE, e, () -> "request " + turn.request().id() + " failed");
            abandon(turn);
            turn.tell(new TurnEvent.Failed(turn.request().id(), Problems.internal()));
        }
    }

    /** Closes a turn that a fault of ours ended. What its open call cost is not known. */
    public void abandon(Turn turn) {
        try {
            ledger.finish(
                    turn,
                    Optional.of(turn.pricing().abandoned(turn.call())),
                    CompletionStatus.ERROR,
                    Optional.of("internal"),
                    Optional.empty());
        } catch (LedgerException e) {
            failed(turn, e);
        }
    }

    private void giveUp(Turn turn, LedgerException failure) {
        try {
            ledger.giveUp(turn, failure.unsettled());
        } catch (LedgerException e) {
            failed(turn, e);
        }
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
