package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

/** Against beans that speak as WildFly's do. */
class WildFlyPoolTest {
    private static final String POOL = "jboss.as:subsystem=datasources,data-source=parley";

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    @Test
    void its_beans_are_read() throws Exception {
        register(POOL + ",statistics=pool", new Figures(), Statistics.class);
        register(POOL, new Figures(), Pool.class);

        assertThat(ServerPools.find(beans).orElseThrow().read())
                .contains(new PoolReading(30, 5, 2, 0, Optional.of(new PoolWaits(12, Duration.ofMillis(345)))));
    }

    @Test
    void without_the_pool_itself_nothing_is_told() throws Exception {
        register(POOL + ",statistics=pool", new Figures(), Statistics.class);

        assertThat(ServerPools.find(beans).orElseThrow().read()).isEmpty();
    }

    private <T> void register(String name, T bean, Class<T> type) throws Exception {
        beans.registerMBean(new StandardMBean(bean, type), new ObjectName(name));
    }

    /** The data source. */
    public interface Pool {
        Integer getmaxPoolSize();
    }

    /** Its statistics. */
    public interface Statistics {
        Integer getActiveCount();

        Integer getInUseCount();

        Integer getWaitCount();

        Long getTotalBlockingTime();
    }

    private static final class Figures implements Pool, Statistics {
        @Override
        public Integer getmaxPoolSize() {
            return 30;
        }

        @Override
        public Integer getActiveCount() {
            return 5;
        }

        @Override
        public Integer getInUseCount() {
            return 3;
        }

        @Override
        public Integer getWaitCount() {
            return 12;
        }

        @Override
        public Long getTotalBlockingTime() {
            return 345L;
        }
    }
}
