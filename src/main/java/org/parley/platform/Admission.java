package org.parley.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets {@code threads.requests} requests of clients work on the database at once, and the others wait in order. So neither
 * a crowd that reads nor one that opens turns can take the connections that running turns need to be booked.
 */
@ApplicationScoped
class Admission {
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    @Inject
    @ConfigProperty(name = "threads.requests")
    int places;

    @Inject
    @ConfigProperty(name = "db.pool.timeout")
    int seconds;

    private Semaphore free = new Semaphore(0, true);

    @PostConstruct
    void open() {
        free = new Semaphore(places, true);
    }

    Object run(InvocationContext work) throws Exception {
        if (INSIDE.get()) {
            return work.proceed();
        }
        if (!free.tryAcquire(seconds, TimeUnit.SECONDS)) {
            throw Problems.databaseBusy();
        }
        INSIDE.set(true);
        try {
            return work.proceed();
        } finally {
            INSIDE.remove();
            free.release();
        }
    }

    /** Asks for a place around {@link Admitted} work. */
    @Admitted
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    static class Door {
        @Inject
        Admission admission;

        @AroundInvoke
        Object enter(InvocationContext work) throws Exception {
            return admission.run(work);
        }
    }
}
