package org.parley.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * How a gateway before Parley tells whom it has signed in.
 *
 * @param secret what proves that it is the gateway, at least 32 characters
 * @param proofHeader where it sends that
 * @param userHeader where it sends the caller's subject
 * @param rolesHeader where it sends the caller's roles, in the words of a token's claim
 * @param publicUrl origin of this installation as browsers see it; empty: pages may change nothing
 */
record GatewaySettings(
        String secret, String proofHeader, String userHeader, String rolesHeader, Optional<URI> publicUrl) {
    private static final int SHORTEST = 32;

    /** Empty without {@code auth.gateway.secret}: then nothing that a gateway says of callers is believed. */
    static Optional<GatewaySettings> of(Config config) {
        return OidcSettings.text(config, "auth.gateway.secret")
                .map(secret -> new GatewaySettings(
                        requireLong(secret),
                        header(config, "auth.gateway.proof_header"),
                        header(config, "auth.gateway.user_header"),
                        header(config, "auth.gateway.roles_header"),
                        OidcSettings.text(config, "auth.public_url").map(SignInSettings::origin)));
    }

    boolean isProvedBy(String proof) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return userHeader + " and " + rolesHeader;
    }

    private static String requireLong(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalStateException("auth.gateway.secret has fewer than " + SHORTEST + " characters");
        }
        return secret;
    }

    private static String header(Config config, String key) {
        return OidcSettings.text(config, key).orElseThrow(() -> new IllegalStateException(key + " is not set"));
    }
}
