package org.parley.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.platform.ProblemException;

/** Callers whom a gateway has signed in, and names in headers beside what proves that it is the gateway. */
@ApplicationScoped
class Gateway {
    private static final int LONGEST_SUBJECT = 255;
    private static final String ROLES = "roles";

    @Inject
    Config config;

    private Optional<GatewaySettings> settings = Optional.empty();

    @PostConstruct
    void read() {
        settings = AuthMode.of(config) == AuthMode.OIDC ? GatewaySettings.of(config) : Optional.empty();
    }

    /** Whether a gateway means to say whose the request is; what it says is not believed by that. */
    boolean isMeant(HttpServletRequest request) {
        return settings.filter(gateway -> request.getHeader(gateway.proofHeader()) != null)
                .isPresent();
    }

    /**
     * Whose request it is; empty when no gateway says so.
     *
     * @throws ProblemException 401 when it is not the gateway that says so or it names nobody, 403 when a page of another
     *     origin sent the request
     */
    Optional<Caller> caller(HttpServletRequest request) {
        return settings.filter(gateway -> isMeant(request)).map(gateway -> caller(gateway, request));
    }

    private static Caller caller(GatewaySettings gateway, HttpServletRequest request) {
        String subject = text(request, gateway.userHeader());
        if (!gateway.isProvedBy(text(request, gateway.proofHeader()))
                || subject.isEmpty()
                || subject.length() > LONGEST_SUBJECT) {
            throw Refusals.unauthorized(null);
        }
        requireOrigin(gateway, request);
        return Claims.caller(subject, Map.of(ROLES, text(request, gateway.rolesHeader())), ROLES);
    }

    /** What signed the caller in at the gateway may be a cookie, which comes with requests of any page. */
    private static void requireOrigin(GatewaySettings gateway, HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        boolean isOurs = origin == null
                || gateway.publicUrl()
                        .filter(url -> url.toString().equals(origin))
                        .isPresent();
        if (!isOurs && !SignIns.changesNothing(request)) {
            throw Refusals.foreignOrigin();
        }
    }

    /** Empty when it is not there. One that is there twice may be the client's beside the gateway's. */
    private static String text(HttpServletRequest request, String header) {
        List<String> values = Collections.list(request.getHeaders(header));
        if (values.size() > 1) {
            throw Refusals.unauthorized(null);
        }
        return values.isEmpty() ? "" : values.get(0).trim();
    }
}
