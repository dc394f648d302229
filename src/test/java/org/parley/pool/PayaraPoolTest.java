package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Against beans that speak as Payara's do. */
class PayaraPoolTest {
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    @Test
    void its_beans_are_asked_for_and_read() throws Exception {
        beans.registerMBean(new Boot(), new ObjectName("amx-support:type=boot-amx"));

        assertThat(ServerPools.find(beans).orElseThrow().read())
                .contains(new PoolReading(30, 25, 3, 2, Optional.empty()));
    }

    @Test
    void before_it_has_started_altogether_there_is_no_pool() throws Exception {
        beans.registerMBean(new Early(), new ObjectName("amx-support:type=boot-amx"));

        assertThat(ServerPools.find(beans)).isEmpty();
    }

    @Test
    void another_server_has_no_such_beans() {
        assertThat(ServerPools.find(beans)).isEmpty();
    }

    /** What management knows of the bean that makes the others. */
    public interface BootMXBean {
        String bootAMX() throws Exception;
    }

    public final class Boot implements BootMXBean {
        @Override
        public String bootAMX() throws Exception {
            beans.registerMBean(
                    new Statistics(),
                    new ObjectName(
                            "amx:pp=/mon/server-mon[server],type=jdbc-connection-pool-mon,name=resources/parley"));
            beans.registerMBean(
                    new Settings(), new ObjectName("amx:pp=/domain/resources,type=jdbc-connection-pool,name=parley"));
            return "amx";
        }
    }

    /** One that has nothing yet. */
    public static final class Early implements BootMXBean {
        @Override
        public String bootAMX() {
            return "amx";
        }
    }

    /** What management knows of the pool's settings. */
    public interface SettingsMXBean {
        String getMaxPoolSize();
    }

    public static final class Settings implements SettingsMXBean {
        @Override
        public String getMaxPoolSize() {
            return "30";
        }
    }

    /** What management knows of what is in the pool, by Payara's names. */
    public interface StatisticsMXBean {
        Range getnumconnfree();

        Range getnumconnused();

        Count getwaitqueuelength();
    }

    public static final class Statistics implements StatisticsMXBean {
        @Override
        public Range getnumconnfree() {
            return new Range(3);
        }

        @Override
        public Range getnumconnused() {
            return new Range(22);
        }

        @Override
        public Count getwaitqueuelength() {
            return new Count();
        }
    }

    /** Read by getters, as management does it. */
    public static final class Range {
        private final long current;

        Range(long current) {
            this.current = current;
        }

        public long getCurrent() {
            return current;
        }
    }

    /** Read by getters, as management does it. */
    public static final class Count {
        public long getCount() {
            return 2;
        }
    }
}
