package org.parley.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least role in the account of the address that an operation is for. Where the address names no account, any caller
 * is let in, and the operation asks {@link Caller#require} itself. An operation without it, and not for operators, is
 * refused to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Allowed {
    Role value();
}
