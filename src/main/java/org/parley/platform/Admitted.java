package org.parley.platform;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Work on the database that a client asks for: {@code threads.requests} at once, the others wait in order. So neither a
 * crowd that reads nor one that opens turns can take the connections by which running turns are booked.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Admitted {
    /** Whether it is asked for before the client has proved who it is. */
    @Nonbinding
    boolean strangers() default false;
}
