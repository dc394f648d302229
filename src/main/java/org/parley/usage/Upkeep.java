package org.parley.usage;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Does from time to time what the ledger needs beside turns: settles what is unsettled, sums the days that are over, forgets counts. */
@Startup
@Singleton
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Inject
    Reconciler reconciler;

    @EJB
    UsageDays days;

    @Inject
    Rates rates;

    @Inject
    @ConfigProperty(name = "ledger.upkeep_interval")
    Duration interval;

    private @Nullable Future<?> rounds;

    @PostConstruct
    void start() {
        long millis = interval.toMillis();
        rounds = scheduler.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (rounds != null) {
            rounds.cancel(true);
        }
    }

    private void round() {
        attempt("reconciling calls", reconciler::round);
        attempt("summing days", this::sum);
        attempt("forgetting counted requests", rates::forget);
    }

    private void sum() {
        boolean more;
        do {
            more = days.sumNext() || days.sumChanged();
        } while (more);
    }

    /** A failure is told and left to the next round. */
    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> what + " failed");
        }
    }
}
