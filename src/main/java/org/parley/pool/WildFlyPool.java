package org.parley.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The pool of WildFly, as its management has it with statistics on. How many wait at the moment it does not tell. */
final class WildFlyPool implements ServerPool {
    private static final Logger LOG = Logger.getLogger(WildFlyPool.class.getName());
    private static final String POOL = "jboss.as:subsystem=datasources,data-source=parley";

    private final MBeanServer beans;
    private final ObjectName pool;
    private final ObjectName statistics;

    private WildFlyPool(MBeanServer beans) throws JMException {
        this.beans = beans;
        this.pool = new ObjectName(POOL);
        this.statistics = new ObjectName(POOL + ",statistics=pool");
    }

    static Optional<ServerPool> find(MBeanServer beans) throws JMException {
        WildFlyPool found = new WildFlyPool(beans);
        return beans.isRegistered(found.statistics) ? Optional.of(found) : Optional.empty();
    }

    @Override
    public Optional<PoolReading> read() {
        try {
            long open = number(statistics, "ActiveCount");
            return Optional.of(new PoolReading(
                    (int) number(pool, "maxPoolSize"),
                    (int) open,
                    (int) (open - number(statistics, "InUseCount")),
                    0,
                    Optional.of(new PoolWaits(
                            number(statistics, "WaitCount"),
                            Duration.ofMillis(number(statistics, "TotalBlockingTime"))))));
        } catch (JMException | JMRuntimeException e) {
            LOG.log(Level.FINE, "the server does not tell what is in its pool", e);
            return Optional.empty();
        }
    }

    private long number(ObjectName bean, String attribute) throws JMException {
        return ((Number) beans.getAttribute(bean, attribute)).longValue();
    }
}
