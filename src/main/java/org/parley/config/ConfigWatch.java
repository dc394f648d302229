package org.parley.config;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the configuration directory every {@code config.watch.interval}. What else is to be done after a change may
 * need the database, which may be away; it is done beside the looking and again until it succeeds.
 */
@Startup
@Singleton
@DependsOn({"Nodes", "Provisioner"})
@TransactionManagement(TransactionManagementType.BEAN)
public class ConfigWatch {
    private static final Logger LOG = Logger.getLogger(ConfigWatch.class.getName());

    @Inject
    NodeConfig nodes;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Inject
    ConfigCascade cascade;

    @Inject
    Event<ConfigChanged> changes;

    @Inject
    Clock clock;

    @Inject
    MetricRegistry registry;

    @Inject
    @ConfigProperty(name = "config.watch.interval")
    Duration interval;

    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile long told;
    private boolean failed;
    private @Nullable Future<?> looking;

    @PostConstruct
    void start() {
        ConfigPoll poll = new ConfigPoll(cascade, clock);
        ConfigMetrics.register(registry, cascade, poll);
        looking = scheduler.scheduleWithFixedDelay(
                () -> look(poll), 0, Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    private void look(ConfigPoll poll) {
        try {
            poll.look();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "the configuration directory cannot be looked at");
        }
        if (told != cascade.state().epoch() && telling.compareAndSet(false, true)) {
            scheduler.execute(this::tell);
        }
    }

    private void tell() {
        ConfigState state = cascade.state();
        try {
            changes.fire(new ConfigChanged(state.epoch(), state.required().hash()));
            if (nodes.put(state)) {
                told = state.epoch();
            }
            failed = false;
        } catch (RuntimeException e) {
            if (!failed) {
                LOG.log(Level.WARNING, e, () -> "the change of the configuration is not on record yet");
            }
            failed = true;
        } finally {
            telling.set(false);
        }
    }
}
