package org.parley.chat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.parley.config.ConfigException;
import org.parley.conversation.Answer;
import org.parley.conversation.Conversations;
import org.parley.platform.EventLog;
import org.parley.platform.ProblemMapper;
import org.parley.platform.SqlStatement;
import org.parley.usage.CompletionStatus;
import org.parley.usage.FinishedTurn;
import org.parley.usage.LedgerJournal;
import org.parley.usage.LedgerMetrics;
import org.parley.usage.LostRequest;
import org.parley.usage.LostRequests;
import org.parley.usage.RequestTotals;
import org.parley.usage.UnsettledCalls;

/**
 * Books the turns that wait in the journal, and ends those of nodes that are gone: at the start of this one, for its
 * former self, and then at each heartbeat.
 */
@Startup
@Singleton
@DependsOn("Nodes")
@TransactionManagement(TransactionManagementType.BEAN)
public class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class.getName());
    private static final int BATCH = 100;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Inject
    @ConfigProperty(name = "node.heartbeat")
    Duration interval;

    @Inject
    RunningTurns turns;

    @EJB
    LostRequests lost;

    @Inject
    Conversations conversations;

    @Inject
    LedgerMetrics metrics;

    @Inject
    LedgerJournal journal;

    @Inject
    TurnLedger ledger;

    @Inject
    UnsettledCalls unsettled;

    private @Nullable Future<?> task;
    private boolean failing;

    @PostConstruct
    void start() {
        task = scheduler.scheduleWithFixedDelay(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void run() {
        try {
            boolean replayed = replay();
            recover();
            lost.forgetEnded();
            unsettled.count();
            failing = !replayed;
        } catch (RuntimeException e) { // whatever it is: a task that fails is not run again
            report(e);
        }
    }

    /** Whether the journals could be read: what cannot be read of one holds up nothing else. */
    private boolean replay() {
        try {
            journal.replay(this::book);
            return true;
        } catch (IOException e) {
            report(e);
            return false;
        }
    }

    private void report(Exception failure) {
        if (!failing) {
            LOG.log(Level.WARNING, failure, () -> "what is left of turns cannot be recovered now");
        }
        failing = true;
    }

    /** Whether a turn from the journal is booked now. Fails when the database is away. */
    private boolean book(FinishedTurn ended) {
        try {
            ledger.conclude(ended);
            return true;
        } catch (EJBException e) {
            if (ProblemMapper.databaseIsAway(e)) {
                throw e;
            }
            LOG.log(Level.SEVERE, e, () -> "request " + ended.llmRequestId() + " in the journal cannot be booked");
            EventLog.error("ledger.journal.refused", Map.of("llm_request_id", ended.llmRequestId()));
            return false;
        }
    }

    /** Each by itself, so that one that cannot be ended holds up no other. */
    private void recover() {
        Set<UUID> seen = new HashSet<>();
        turns.forEach(turn -> seen.add(turn.request().id()));
        List<LostRequests.Found> found;
        do {
            found = lost.find(seen, BATCH);
            found.removeIf(one -> !seen.add(one.id()));
            found.forEach(this::recover);
        } while (!found.isEmpty());
    }

    private void recover(LostRequests.Found found) {
        try {
            lost.recover(found, this::answer).ifPresent(this::tell);
        } catch (EJBException | ConfigException e) {
            if (ProblemMapper.databaseIsAway(e)) {
                throw e;
            }
            LOG.log(Level.SEVERE, e, () -> "request " + found.id() + " of a node that is gone cannot be ended");
        }
    }

    /** What was written down of the answer is kept. */
    private List<SqlStatement> answer(LostRequest request, RequestTotals totals) {
        return conversations.answer(new Answer(
                request.answerId(),
                request.sessionId(),
                request.accountId(),
                request.agentInstanceId(),
                request.id(),
                request.said(),
                CompletionStatus.INTERRUPTED.word(),
                totals.cost()));
    }

    private void tell(LostRequests.Recovered recovered) {
        metrics.recovered();
        EventLog.info(
                "ledger.recovered",
                Map.of(
                        "llm_request_id", recovered.request().id(),
                        "account", recovered.request().account(),
                        "agent", recovered.request().agent(),
                        "total_cost",
                                recovered
                                        .totals()
                                        .cost()
                                        .map(BigDecimal::toPlainString)
                                        .orElse("unknown"),
                        "cost_source", recovered.totals().source().word(),
                        "response_length", recovered.request().said().length()));
    }
}
