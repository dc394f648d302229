package org.parley.pool;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * The pool of Payara. Its beans are there once they were asked for, and count from the first connection on when the level of
 * monitoring is HIGH from the start. They do not count who had to wait.
 */
final class PayaraPool implements ServerPool {
    private static final Logger LOG = Logger.getLogger(PayaraPool.class.getName());
    private static final String BEANS = "amx-support:type=boot-amx";
    private static final String STATISTICS =
            "amx:pp=/mon/server-mon[server],type=jdbc-connection-pool-mon,name=resources/parley";
    private static final String SETTINGS = "amx:pp=/domain/resources,type=jdbc-connection-pool,name=parley";

    private final MBeanServer beans;
    private final ObjectName statistics = new ObjectName(STATISTICS);
    private final ObjectName settings = new ObjectName(SETTINGS);

    private PayaraPool(MBeanServer beans) throws JMException {
        this.beans = beans;
    }

    static Optional<ServerPool> find(MBeanServer beans) throws JMException {
        try {
            beans.invoke(new ObjectName(BEANS), "bootAMX", null, null);
        } catch (InstanceNotFoundException e) {
            return Optional.empty();
        }
        PayaraPool pool = new PayaraPool(beans);
        return beans.isRegistered(pool.statistics) ? Optional.of(pool) : Optional.empty();
    }

    @Override
    public Optional<PoolReading> read() {
        try {
            int free = statistic("numconnfree", "current");
            return Optional.of(new PoolReading(
                    Integer.parseInt(String.valueOf(beans.getAttribute(settings, "MaxPoolSize"))),
                    statistic("numconnused", "current") + free,
                    free,
                    statistic("waitqueuelength", "count"),
                    Optional.empty()));
        } catch (JMException | JMRuntimeException e) {
            LOG.log(Level.FINE, "the server does not tell what is in its pool", e);
            return Optional.empty();
        }
    }

    private int statistic(String name, String part) throws JMException {
        CompositeData statistic = (CompositeData) beans.getAttribute(statistics, name);
        return ((Number) statistic.get(part)).intValue();
    }
}
