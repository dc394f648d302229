package org.parley.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other processes on the database that this one lives, and finds out which of them do not. One that comes back
 * under its name declares its former self gone at once; another waits until its heartbeat is overdue.
 */
@Startup
@Singleton
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class Nodes {
    private static final Logger LOG = Logger.getLogger(Nodes.class.getName());

    @Inject
    Database database;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Resource
    ContextService contexts;

    @Inject
    @ConfigProperty(name = "node.name")
    Optional<String> givenName;

    @Inject
    @ConfigProperty(name = "http.port")
    int port;

    @Inject
    @ConfigProperty(name = "node.heartbeat")
    Duration interval;

    @Inject
    @ConfigProperty(name = "node.timeout")
    Duration timeout;

    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable NodeTable table;
    private @Nullable Future<?> beating;
    private volatile boolean draining;
    private volatile boolean missed;

    @PostConstruct
    void register() {
        String name = givenName.orElseGet(() -> hostName() + ":" + port);
        NodeTable nodes = new NodeTable(database, Node.id(), name, timeout);
        nodes.beat("up");
        nodes.replaced().forEach(Nodes::tellGone);
        table = nodes;
        EventLog.info("node.started", Map.of("node", Node.id(), "name", name));
        long millis = interval.toMillis();
        beating = scheduler.scheduleWithFixedDelay(() -> beat(nodes), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Has the others know that this node ends soon, and goes on to tell them: a server that ends may run nothing scheduled. */
    public void drain() {
        draining = true;
        if (beating != null && table != null) {
            beating.cancel(false);
            NodeTable nodes = table;
            Thread beats = new Thread(contexts.contextualRunnable(() -> beatOn(nodes)), "parley-last-beats");
            beats.setDaemon(true);
            beats.start();
        }
    }

    @PreDestroy
    void stop() {
        if (beating == null || table == null) {
            return;
        }
        beating.cancel(false);
        ended.countDown();
        try {
            table.beat("stopped");
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, e, () -> "the end of this node is not on record");
        }
    }

    private void beatOn(NodeTable nodes) {
        try {
            do {
                beat(nodes);
            } while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(NodeTable nodes) {
        try {
            if (nodes.beat(draining ? "draining" : "up").equals(Optional.of("gone"))) {
                EventLog.error("node.declared_gone", Map.of("node", Node.id()));
            }
            nodes.overdue().forEach(Nodes::tellGone);
            missed = false;
        } catch (DatabaseException e) {
            if (!missed) {
                LOG.log(Level.WARNING, e, () -> "the heartbeat of this node cannot be written");
                EventLog.error("node.heartbeat.failed", Map.of("node", Node.id()));
            }
            missed = true;
        }
    }

    private static void tellGone(String node) {
        EventLog.error("node.gone", Map.of("node", node));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
