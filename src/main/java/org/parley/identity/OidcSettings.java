package org.parley.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Which tokens are believed.
 *
 * @param issuer the OpenID provider, as it names itself in its tokens
 * @param audiences names of this installation; a token has to be for one of them
 * @param keys address of the provider's keys; empty: the provider is asked for it
 * @param skew how far the clocks of the two may differ
 * @param rolesClaim where a token has the caller's roles; a path with dots, or the whole name of a claim
 */
record OidcSettings(String issuer, Set<String> audiences, Optional<URI> keys, Duration skew, String rolesClaim) {
    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String KEYS = "mp.jwt.verify.publickey.location";

    OidcSettings {
        audiences = Set.copyOf(audiences);
    }

    /** Fails when what makes a token one of ours is not set: nobody is let in by a guess. */
    static OidcSettings of(Config config) {
        OidcSettings settings = new OidcSettings(
                text(config, ISSUER).orElseThrow(() -> missing(ISSUER)),
                Arrays.stream(text(config, "mp.jwt.verify.audiences").orElse("").split(","))
                        .map(String::trim)
                        .filter(audience -> !audience.isEmpty())
                        .collect(Collectors.toSet()),
                text(config, KEYS).map(keys -> address(KEYS, keys)),
                Duration.ofSeconds(config.getValue("mp.jwt.verify.clock.skew", Integer.class)),
                config.getValue("auth.roles_claim", String.class).trim());
        if (settings.audiences().isEmpty()) {
            throw missing("mp.jwt.verify.audiences");
        }
        boolean plain = config.getValue("auth.allow_http", Boolean.class);
        requireSafe(ISSUER, address(ISSUER, settings.issuer()), plain);
        settings.keys().ifPresent(keys -> requireSafe(KEYS, keys, plain));
        return settings;
    }

    private static void requireSafe(String key, URI address, boolean plainIsAllowed) {
        String scheme = String.valueOf(address.getScheme());
        boolean isSafe = scheme.equals("https") || (plainIsAllowed && scheme.equals("http"));
        if (address.getHost() == null || !isSafe) {
            throw new IllegalStateException(key + " is not an https address; auth.allow_http=true allows http");
        }
    }

    private static IllegalStateException missing(String key) {
        return new IllegalStateException(key + " is not set, and auth.mode=oidc cannot do without it");
    }

    /** The value of a key as an address. Fails when it is none. */
    static URI address(String key, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(key + " is not an address", e);
        }
    }

    /** The value of a key; empty when it is not set, or to nothing. */
    static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).map(String::trim).filter(value -> !value.isEmpty());
    }
}
