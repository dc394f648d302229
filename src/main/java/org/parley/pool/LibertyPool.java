package org.parley.pool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * The pool of Open Liberty. The bean of its connection manager counts what is there, in a text for people; the one of the
 * feature {@code monitor-1.0} adds how long callers waited. Both come into being with the first connection.
 */
final class LibertyPool implements ServerPool {
    private static final Logger LOG = Logger.getLogger(LibertyPool.class.getName());
    private static final Pattern COUNT = Pattern.compile("(?m)^(maxPoolSize|size|waiting|available)=(\\d+)$");
    private static final String MANAGER =
            "WebSphere:type=com.ibm.ws.jca.cm.mbean.ConnectionManagerMBean,jndiName=jdbc/parley,*";
    private static final String STATISTICS = "WebSphere:type=ConnectionPoolStats,name=jdbc/parley";

    private final MBeanServer beans;
    private final ObjectName manager;
    private final ObjectName statistics;

    private LibertyPool(MBeanServer beans, ObjectName manager) throws JMException {
        this.beans = beans;
        this.manager = manager;
        this.statistics = new ObjectName(STATISTICS);
    }

    static Optional<ServerPool> find(MBeanServer beans) throws JMException {
        Optional<ObjectName> manager =
                beans.queryNames(new ObjectName(MANAGER), null).stream().findFirst();
        return manager.isPresent() ? Optional.of(new LibertyPool(beans, manager.get())) : Optional.empty();
    }

    @Override
    public Optional<PoolReading> read() {
        try {
            String contents = (String) beans.invoke(manager, "showPoolContents", null, null);
            return Optional.of(reading(contents, (CompositeData) beans.getAttribute(statistics, "WaitTimeDetails")));
        } catch (JMException | JMRuntimeException e) {
            LOG.log(Level.FINE, "the server does not tell what is in its pool", e);
            return Optional.empty();
        }
    }

    private static PoolReading reading(String contents, CompositeData waits) {
        Map<String, Integer> counts = COUNT.matcher(contents)
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> Integer.valueOf(line.group(2))));
        return new PoolReading(
                counts.getOrDefault("maxPoolSize", 0),
                counts.getOrDefault("size", 0),
                counts.getOrDefault("available", 0),
                counts.getOrDefault("waiting", 0),
                Optional.of(new PoolWaits(
                        ((Number) waits.get("count")).longValue(),
                        Duration.ofMillis(((Number) waits.get("total")).longValue()))));
    }
}
