package org.parley.identity;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells browsers which pages of other origins may ask: those that have a publishable key of the account in the address.
 * A preflight brings no key, so it is answered for any of them; the request itself is held to its own key.
 */
@Provider
@PreMatching
public class PreflightFilter implements ContainerRequestFilter {
    private static final Pattern ACCOUNT = Pattern.compile("accounts/([a-z0-9][a-z0-9_-]{0,62})/.*");

    @Inject
    ApiKeys keys;

    @Override
    public void filter(ContainerRequestContext request) {
        String origin = request.getHeaderString("Origin");
        if (!request.getMethod().equals("OPTIONS")
                || origin == null
                || request.getHeaderString("Access-Control-Request-Method") == null) {
            return;
        }
        Matcher path = ACCOUNT.matcher(request.getUriInfo().getPath().replaceFirst("^/", ""));
        Response.ResponseBuilder answer = Response.noContent().header("Vary", "Origin");
        if (path.matches() && keys.isOriginOf(path.group(1), origin)) {
            answer.header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Allow-Credentials", "true")
                    .header("Access-Control-Allow-Methods", "GET, POST, DELETE")
                    .header(
                            "Access-Control-Allow-Headers",
                            "Authorization, Content-Type, Idempotency-Key, Last-Event-ID")
                    .header("Access-Control-Max-Age", "600");
        }
        request.abortWith(answer.build());
    }
}
