package org.parley.pool;

import java.util.Optional;

/** The pool as the application server sees it. Each server has an adapter of its own, which {@link ServerPools} finds. */
interface ServerPool {
    /** The figures of this moment; empty when the server does not give them. */
    Optional<PoolReading> read();
}
