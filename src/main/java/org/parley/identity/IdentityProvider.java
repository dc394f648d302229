package org.parley.identity;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** The company's OpenID provider: whose tokens are believed. It is asked about itself when it is needed first. */
@ApplicationScoped
class IdentityProvider {
    private static final int MILLIS = 3000;

    @Inject
    Config config;

    private Optional<OidcSettings> settings = Optional.empty();
    private volatile @Nullable OIDCProviderMetadata metadata;
    private volatile @Nullable Verifiers verifiers;

    private record Verifiers(TokenVerifier ofCallers, TokenVerifier ofProvider) {}

    @PostConstruct
    void read() {
        settings = AuthMode.of(config) == AuthMode.OIDC ? Optional.of(OidcSettings.of(config)) : Optional.empty();
    }

    /** Empty without a sign-in. */
    Optional<OidcSettings> settings() {
        return settings;
    }

    /** Of what callers bring. */
    TokenVerifier ofCallers() {
        return verifiers().ofCallers();
    }

    /** Of what the provider gave to us itself. */
    TokenVerifier ofProvider() {
        return verifiers().ofProvider();
    }

    private Verifiers verifiers() {
        Verifiers known = verifiers;
        if (known == null) {
            URI keys = required().keys().orElseGet(() -> metadata().getJWKSetURI());
            known = new Verifiers(
                    TokenVerifier.ofCallers(required(), keys), TokenVerifier.ofProvider(required(), keys));
            verifiers = known;
        }
        return known;
    }

    OidcSettings required() {
        return settings.orElseThrow();
    }

    /** What the provider says of itself; see OpenID Connect Discovery 1.0. */
    OIDCProviderMetadata metadata() {
        OIDCProviderMetadata known = metadata;
        if (known == null) {
            known = discover(new Issuer(required().issuer()));
            metadata = known;
        }
        return known;
    }

    private static OIDCProviderMetadata discover(Issuer issuer) {
        try {
            HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, OIDCProviderMetadata.resolveURL(issuer));
            request.setConnectTimeout(MILLIS);
            request.setReadTimeout(MILLIS);
            OIDCProviderMetadata found =
                    OIDCProviderMetadata.parse(request.send().getBodyAsJSONObject());
            if (!found.getIssuer().equals(issuer)) {
                throw new GeneralException("the provider has another issuer: " + found.getIssuer());
            }
            return found;
        } catch (GeneralException | IOException e) {
            throw unavailable(e);
        }
    }

    static ProblemException unavailable(Throwable cause) {
        return Problems.unavailable(
                "/problems/identity-provider-unavailable",
                "The identity provider is not available",
                "Nobody can be signed in now. Try again in a few seconds.",
                cause);
    }
}
