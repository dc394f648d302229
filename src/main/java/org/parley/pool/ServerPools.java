package org.parley.pool;

import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;

/** The adapters of the servers that Parley knows. */
final class ServerPools {
    private static final List<Adapter> ADAPTERS = List.of(LibertyPool::find, WildFlyPool::find, PayaraPool::find);

    private ServerPools() {}

    /** Looks for the pool of one server. */
    private interface Adapter {
        Optional<ServerPool> find(MBeanServer beans) throws JMException;
    }

    /** The pool of the server that has these beans; empty when it is none that is known, or has no pool yet. */
    static Optional<ServerPool> find(MBeanServer beans) {
        for (Adapter adapter : ADAPTERS) {
            try {
                Optional<ServerPool> found = adapter.find(beans);
                if (found.isPresent()) {
                    return found;
                }
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.empty();
    }
}
