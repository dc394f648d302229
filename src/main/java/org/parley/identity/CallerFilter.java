package org.parley.identity;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import org.parley.account.Allowed;
import org.parley.account.Caller;
import org.parley.account.RefusalLog;
import org.parley.account.Role;
import org.parley.config.AgentAddress;
import org.parley.platform.OperatorsOnly;
import org.parley.platform.ProblemException;

/**
 * Lets callers in, after the address was matched, so that no spelling of a path evades it: each operation says whom it is
 * for, and one that says nothing is for nobody.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class CallerFilter implements ContainerRequestFilter {
    @Context
    HttpServletRequest request;

    @Context
    HttpServletResponse response;

    @Context
    ResourceInfo operation;

    @Inject
    Callers callers;

    @Inject
    RefusalLog refusals;

    @Inject
    ServedAccounts accounts;

    @Override
    public void filter(ContainerRequestContext context) {
        Caller caller = callers.of(request, response);
        caller.attachTo(request);
        Optional<Role> least = said(Allowed.class).map(Allowed::value);
        if (least.isEmpty() || said(OperatorsOnly.class).isPresent()) {
            requireOperator(caller);
            return;
        }
        MultivaluedMap<String, String> address = context.getUriInfo().getPathParameters();
        try {
            require(caller, least.get(), address);
        } catch (ProblemException e) {
            refusals.note(caller, address.getFirst("account"), request);
            throw e;
        }
        if (!caller.isOperator() && address.containsKey("account")) {
            accounts.require(address.getFirst("account"));
        }
    }

    private static void require(Caller caller, Role least, MultivaluedMap<String, String> address) {
        String account = address.getFirst("account");
        String agent = address.getFirst("agent");
        if (account != null && agent != null) {
            caller.require(least, new AgentAddress(account, agent));
        } else if (account != null) {
            caller.require(least, account);
        }
    }

    private void requireOperator(Caller caller) {
        if (!caller.isOperator()) {
            refusals.note(caller, null, request);
        }
        caller.requireOperator();
    }

    /** What the operation says, or else its class. */
    private <A extends Annotation> Optional<A> said(Class<A> type) {
        Method method = operation.getResourceMethod();
        return Optional.ofNullable(method.getAnnotation(type))
                .or(() -> Optional.ofNullable(operation.getResourceClass().getAnnotation(type)));
    }
}
