package org.parley.pool;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.parley.config.ConfigCascade;
import org.parley.platform.ConnectionTimeouts;
import org.parley.platform.EventLog;

/**
 * Looks at the pool once a second, from the start on, and tells what it sees in metrics, events and to the console. A server
 * that is still starting may not tell; then the keys are taken at their word until it does.
 */
@Startup
@Singleton
@DependsOn("Migrations")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class PoolWatch {
    private static final int SAMPLES = 15 * 60;
    private static final int PATIENCE = 60;

    @Inject
    ConfigCascade cascade;

    @Inject
    PoolMetrics metrics;

    @Inject
    Clock clock;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final PoolHistory history = new PoolHistory(SAMPLES);
    private final PoolLog log = new PoolLog();
    private volatile PoolStatus current = PoolStatus.UNKNOWN;
    private volatile int kept;
    private volatile @Nullable ServerPool pool;
    private int looks;
    private @Nullable Future<?> task;

    @PostConstruct
    void start() {
        PoolSettings asked = PoolSettings.of(cascade.global());
        kept = asked.size();
        look(asked);
        int capacity = pool == null ? asked.capacity() : current.capacity();
        PoolUsers.of(ConfigProvider.getConfig()).misfit(capacity).ifPresent(PoolWatch::refuse);
        task = scheduler.scheduleAtFixedRate(() -> look(asked), 1, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** The newest look; all zero when the server's pool cannot be looked at. */
    public PoolStatus current() {
        return current;
    }

    /** Connections that are kept open, by the keys. */
    public int kept() {
        return kept;
    }

    /** The looks of the last quarter of an hour that are newer than a time, oldest first. */
    public List<PoolSample> after(Instant time) {
        return history.after(time);
    }

    private static void refuse(String misfit) {
        EventLog.error("db.pool.refused", Map.of("message", misfit));
        throw new IllegalStateException(misfit);
    }

    /** Some servers have their beans only when they have started altogether, after the application. */
    private void look(PoolSettings asked) {
        if (pool != null) {
            read(pool, asked);
        } else if (looks < PATIENCE) {
            looks++;
            ServerPools.find(ManagementFactory.getPlatformMBeanServer())
                    .filter(found -> found.read().isPresent())
                    .ifPresentOrElse(found -> meet(found, asked), this::report);
        }
    }

    private void meet(ServerPool found, PoolSettings asked) {
        pool = found;
        read(found, asked);
        asked.drift(current.capacity()).ifPresent(drift -> EventLog.error("db.pool.drift", drift));
        metrics.publish(this::current);
    }

    private void report() {
        if (looks == PATIENCE) {
            EventLog.error("db.pool.unknown", Map.of("message", "The pool of this server cannot be looked at."));
        }
    }

    private void read(ServerPool server, PoolSettings asked) {
        server.read().ifPresent(reading -> {
            Instant now = clock.instant();
            PoolStatus status = PoolStatus.of(reading, asked.size(), current, ConnectionTimeouts.count());
            current = status;
            history.add(new PoolSample(now, status));
            if (log.isNews(status, now)) {
                EventLog.info("db.pool.status", status.figures());
            }
        });
    }
}
