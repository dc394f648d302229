package org.parley.identity;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** The company's OpenID provider: whose tokens are believed. It is asked about itself when it is needed first. */
@ApplicationScoped
class IdentityProvider {
    @Inject
    Config config;

    @Inject
    Clock clock;

    private Optional<OidcSettings> settings = Optional.empty();
    private Optional<Discovery> discovery = Optional.empty();
    private volatile @Nullable Verifiers verifiers;

    private record Verifiers(TokenVerifier ofCallers, TokenVerifier ofProvider) {}

    @PostConstruct
    void read() {
        settings = AuthMode.of(config) == AuthMode.OIDC ? Optional.of(OidcSettings.of(config)) : Optional.empty();
        discovery = settings.map(oidc -> new Discovery(oidc.issuer(), clock));
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

    OIDCProviderMetadata metadata() {
        return discovery.orElseThrow().metadata();
    }

    static ProblemException unavailable(Throwable cause) {
        return Problems.unavailable(
                "/problems/identity-provider-unavailable",
                "The identity provider is not available",
                "Nobody can be signed in now. Try again in a few seconds.",
                cause);
    }
}
