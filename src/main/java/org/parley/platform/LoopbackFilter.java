package org.parley.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Keeps others away from what is {@link LoopbackOnly}: after the address was matched, so that no spelling of a path evades it. */
@Provider
@LoopbackOnly
public class LoopbackFilter implements ContainerRequestFilter {
    @Context
    HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) {
        if (!Loopback.isCallerOf(request)) {
            throw Loopback.refused();
        }
    }
}
