package org.parley.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.config.AgentAddress;

/**
 * Anonymous visitors of the pages that have a publishable key. A cookie for the account and the agent tells them apart,
 * and opens nothing without the key; its hash is their id, so that the database cannot give a visitor's sessions away.
 */
@ApplicationScoped
class Visitors {
    private static final String EXPOSED =
            "X-Request-Id, X-LLM-Request-Id, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After";
    private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;

    Caller of(ApiKeys.Found key, HttpServletRequest request, HttpServletResponse response) {
        requireOrigin(key, request);
        allow(request.getHeader("Origin"), response);
        AgentAddress agent = Objects.requireNonNull(key.agent());
        String name = "__Host-parley_visitor." + agent.account() + "." + agent.agent();
        String secret = AuthCookie.secret(request, name).orElseGet(() -> begin(name, response));
        String id = ApiKey.sha256(agent + " " + secret);
        return new Caller(
                "visitor:" + id,
                Caller.Kind.VISITOR,
                key.caller(),
                Map.of(agent.account(), Role.VISITOR),
                agent,
                false);
    }

    /** Browsers tell the origin of whatever changes something, and of every request to another origin. */
    private static void requireOrigin(ApiKeys.Found key, HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        boolean changesNothing =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (origin == null ? !changesNothing : !key.origins().contains(origin)) {
            throw Refusals.foreignOrigin();
        }
    }

    /** Has the browser give the answer to the page that asked. */
    private static void allow(@Nullable String origin, HttpServletResponse response) {
        response.addHeader("Vary", "Origin");
        if (origin != null) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        }
    }

    /**
     * A page of another site has it too, but no other site's page: browsers keep one for each site that embeds. No other
     * host can set it, see RFC 6265bis on the prefix.
     */
    private static String begin(String name, HttpServletResponse response) {
        String secret = ApiKey.secret();
        response.addHeader(
                "Set-Cookie",
                name + "=" + secret + "; Path=/; Max-Age=" + YEAR_SECONDS
                        + "; HttpOnly; Secure; SameSite=None; Partitioned");
        return secret;
    }
}
