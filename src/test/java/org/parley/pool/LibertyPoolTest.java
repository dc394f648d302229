package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Against beans that speak as Open Liberty's do. */
class LibertyPoolTest {
    private static final String CONTENTS = """
            PoolManager@1fc38f32
            name=WebSphere:type=com.ibm.ws.jca.cm.mbean.ConnectionManagerMBean,jndiName=jdbc/parley
            jndiName=jdbc/parley
            maxPoolSize=30
            size=5
            waiting=2
            unshared=0
            shared=3
             ManagedConnection@3ffffd85=ActiveInTransaction thread=2B transaction=486907592 connectionHandles=1
            available=2
             ManagedConnection@42bcfb81=Reusable
            """;

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    @Test
    void its_beans_are_read() throws Exception {
        register("com.ibm.ws.jca.cm.mbean.ConnectionManagerMBean,jndiName=jdbc/parley,name=dataSource", new Manager());
        register("ConnectionPoolStats,name=jdbc/parley", new Statistics());

        assertThat(ServerPools.find(beans).orElseThrow().read())
                .contains(new PoolReading(30, 5, 2, 2, Optional.of(new PoolWaits(12, Duration.ofMillis(345)))));
    }

    @Test
    void another_server_has_no_such_beans() {
        assertThat(ServerPools.find(beans)).isEmpty();
    }

    @Test
    void without_statistics_nothing_is_told() throws Exception {
        register("com.ibm.ws.jca.cm.mbean.ConnectionManagerMBean,jndiName=jdbc/parley,name=dataSource", new Manager());

        assertThat(ServerPools.find(beans).orElseThrow().read()).isEmpty();
    }

    private void register(String name, Object bean) throws Exception {
        beans.registerMBean(bean, new ObjectName("WebSphere:type=" + name));
    }

    /** What management knows of the manager. */
    public interface ManagerMXBean {
        String showPoolContents();
    }

    public static final class Manager implements ManagerMXBean {
        @Override
        public String showPoolContents() {
            return CONTENTS;
        }
    }

    /** What management knows of the statistics. */
    public interface StatisticsMXBean {
        Waits getWaitTimeDetails();
    }

    public static final class Statistics implements StatisticsMXBean {
        @Override
        public Waits getWaitTimeDetails() {
            return new Waits();
        }
    }

    /** Read by getters, as management does it. */
    public static final class Waits {
        public long getCount() {
            return 12;
        }

        public double getTotal() {
            return 345;
        }
    }
}
