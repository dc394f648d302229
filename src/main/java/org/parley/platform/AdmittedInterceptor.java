package org.parley.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.stream.Stream;
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
        return isOfStranger(work.getMethod()) ? admission.runForStranger(work::proceed) : admission.run(work::proceed);
    }

    private static boolean isOfStranger(Method method) {
        return Stream.<AnnotatedElement>of(method, method.getDeclaringClass())
                .map(element -> element.getAnnotation(Admitted.class))
                .anyMatch(admitted -> admitted != null && admitted.strangers());
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
