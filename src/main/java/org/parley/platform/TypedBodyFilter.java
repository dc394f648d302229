package org.parley.platform;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Refuses a body that has no type or is compressed: some servers take one for what a resource wants, or unpack the other. */
@Provider
public class TypedBodyFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        boolean untyped = request.getMediaType() == null && request.hasEntity();
        if (untyped || request.getHeaderString(HttpHeaders.CONTENT_ENCODING) != null) {
            throw new NotSupportedException();
        }
    }
}
