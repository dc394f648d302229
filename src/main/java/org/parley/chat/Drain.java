package org.parley.chat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.parley.platform.EventLog;
import org.parley.platform.Node;
import org.parley.platform.Nodes;
import org.parley.platform.Threads;
import org.parley.usage.CompletionStatus;

/**
 * Ends the turns of this node before the node ends: no new ones, time for those that run, then an end for what is left.
 * It begins with the process's own end, when the server still has all its parts, or with the application's. A server that
 * would not wait for it runs it first: its files in {@code server-config} know it as a {@link Runnable}.
 */
@Startup
@Singleton
@Local(Runnable.class)
@DependsOn({"Checkpointer", "Recovery"})
@TransactionManagement(TransactionManagementType.BEAN)
public class Drain implements Runnable {
    private static final Duration LAST_STEPS = Duration.ofSeconds(5);

    @Inject
    @ConfigProperty(name = "shutdown.grace")
    Duration grace;

    @Inject
    RunningTurns turns;

    @Inject
    Threads threads;

    @Inject
    StreamWatch watch;

    @EJB
    Nodes nodes;

    private final Thread atEndOfProcess = new Thread(this::drain, "parley-drain");

    @PostConstruct
    void start() {
        Objects.requireNonNull(threads.runs()); // made now: at the end of an idle node nothing is left to make them of
        watch.begin();
        Runtime.getRuntime().addShutdownHook(atEndOfProcess);
    }

    @PreDestroy
    void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(atEndOfProcess);
        } catch (IllegalStateException e) {
            EventLog.info("node.ending", Map.of("node", Node.id()));
        }
        drain();
    }

    @Override
    public void run() {
        drain();
    }

    private synchronized void drain() {
        int running = turns.close();
        if (running < 0) {
            return;
        }
        nodes.drain();
        threads.serverEnds();
        EventLog.info("node.draining", Map.of("node", Node.id(), "turns", running));
        if (!turns.awaitNone(grace)) {
            turns.forEach(turn -> turn.stop(CompletionStatus.INTERRUPTED));
            turns.awaitNone(LAST_STEPS);
        }
        EventLog.info("node.drained", Map.of("node", Node.id()));
    }
}
