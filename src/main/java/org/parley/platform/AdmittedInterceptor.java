package org.parley.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Has {@link Admitted} work wait for its place. */
@Admitted
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class AdmittedInterceptor {
    @Inject
    Admission admission;

    @AroundInvoke
    Object enter(InvocationContext work) throws Exception {
        return admission.run(work::proceed);
    }

    /** The one door of this node. */
    @ApplicationScoped
    static class Door {
        @Produces
        @Singleton
        Admission admission(
                @ConfigProperty(name = "threads.requests") int places,
                @ConfigProperty(name = "db.pool.timeout") int seconds) {
            return new Admission(places, Duration.ofSeconds(seconds));
        }
    }
}
