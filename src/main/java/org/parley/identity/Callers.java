package org.parley.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.parley.account.Caller;
import org.parley.platform.Loopback;
import org.parley.platform.ProblemException;

/**
 * Tells who calls, and is the only place that does: by a bearer token of the identity provider, a key of an account, a
 * gateway that proves itself, a session that began with a sign-in, or, while there is no sign-in, by the connection from
 * this machine.
 */
@ApplicationScoped
class Callers {
    private static final String BEARER = "Bearer ";

    @Inject
    Config config;

    @Inject
    IdentityProvider provider;

    @Inject
    ApiKeys keys;

    @Inject
    Visitors visitors;

    @Inject
    Gateway gateway;

    @Inject
    SignIns signIns;

    private AuthMode mode = AuthMode.OIDC;

    @PostConstruct
    void read() {
        mode = AuthMode.of(config);
    }

    /**
     * Who sends the request.
     *
     * @throws ProblemException 401 when nothing that it brings is believed, 403 when it comes from where it may not
     */
    Caller of(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> credential = bearer(request);
        if (credential.isPresent() && ApiKey.isMeant(credential.get())) {
            return ofKey(credential.get(), request, response);
        }
        if (mode == AuthMode.LOCAL) {
            return ofPlace(request);
        }
        return credential
                .map(token -> provider.ofCallers().verify(token))
                .or(() -> gateway.caller(request))
                .orElseGet(() -> signIns.of(request).caller());
    }

    private Caller ofKey(String text, HttpServletRequest request, HttpServletResponse response) {
        ApiKeys.Found key = ApiKey.parse(text).flatMap(keys::find).orElseThrow(() -> Refusals.unauthorized(null));
        return key.isPublishable()
                ? visitors.of(key, request, response)
                : new Caller(
                        key.caller(),
                        Caller.Kind.API_KEY,
                        key.caller(),
                        Map.of(key.account(), key.role()),
                        key.agent(),
                        false);
    }

    private static Caller ofPlace(HttpServletRequest request) {
        if (Loopback.isCallerOf(request)) {
            return Caller.LOCAL;
        }
        throw Refusals.notFromHere();
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim());
    }
}
