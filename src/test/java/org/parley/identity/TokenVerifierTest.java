package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.account.Role;
import org.parley.platform.ProblemException;

/** A token is believed when the provider signed it, for us, and it holds now; everything else is a 401. */
class TokenVerifierTest {
    private static final String ISSUER = "https://sso.example/realms/staff";
    private static final RSAKey OLD = key("old");
    private static final RSAKey NEW = key("new");

    private volatile List<RSAKey> published = List.of(OLD);
    private HttpServer provider;
    private final AtomicInteger fetches = new AtomicInteger();
    private OidcSettings settings;
    private URI keys;
    private TokenVerifier verifier;

    @BeforeEach
    void publish() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        keys = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
        settings = new OidcSettings(ISSUER, Set.of("parley"), Optional.of(keys), Duration.ofSeconds(5), "parley_roles");
        verifier = TokenVerifier.ofCallers(settings, keys);
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @Test
    void a_good_token_names_its_caller() {
        assertThat(verifier.verify(signed(OLD, claims())).roles()).isEqualTo(Map.of("acme", Role.OWNER));
    }

    @Test
    void a_token_that_is_over_or_not_begun_is_refused() {
        refused(signed(OLD, claims().expirationTime(inSeconds(-60))));
        refused(signed(OLD, claims().notBeforeTime(inSeconds(600))));
        refused(signed(OLD, claims().expirationTime(null)));
    }

    @Test
    void a_token_for_others_or_of_others_is_refused() {
        refused(signed(OLD, claims().audience("other")));
        refused(signed(OLD, claims().audience((String) null)));
        refused(signed(OLD, claims().issuer("https://sso.example/realms/other")));
        refused(signed(OLD, claims().subject(null)));
    }

    @Test
    void a_token_that_was_changed_or_is_signed_by_somebody_else_is_refused() {
        String token = signed(OLD, claims());
        String[] parts = token.split("\\.", -1);
        String other =
                signed(OLD, claims().claim("parley_roles", List.of("operator"))).split("\\.", -1)[1];
        refused(parts[0] + "." + other + "." + parts[2]);
        refused(signed(new RSAKey.Builder(NEW).keyID("old").build(), claims()));
        refused(token.substring(0, token.length() - 4) + "AAAA");
        refused("nonsense");
        refused("");
    }

    @Test
    void a_token_without_a_signature_or_signed_with_the_public_key_as_a_secret_is_refused() throws Exception {
        refused(new PlainJWT(claims().build()).serialize());
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("old").build(), claims().build());
        confused.sign(new MACSigner(OLD.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
        refused(confused.serialize());
    }

    @Test
    void keys_may_be_rotated() {
        verifier.verify(signed(OLD, claims()));
        refusedUntilPublished();
        published = List.of(NEW);
        assertThat(verifier.verify(signed(NEW, claims())).id()).isEqualTo("user:ann");
    }

    @Test
    void invented_keys_of_callers_have_the_provider_asked_twice_and_no_more() {
        refuseInventedKeys();
        assertThat(fetches).hasValue(2);
        assertThat(verifier.verify(signed(OLD, claims())).id()).isEqualTo("user:ann");
    }

    @Test
    void a_new_key_of_a_token_that_the_provider_gave_is_fetched_whatever_there_was_before() {
        verifier = TokenVerifier.ofProvider(settings, keys);
        refuseInventedKeys();
        published = List.of(NEW);
        assertThat(verifier.verify(signed(NEW, claims())).id()).isEqualTo("user:ann");
    }

    @Test
    void keys_that_are_known_outlive_an_outage_and_others_wait_for_its_end() {
        verifier.verify(signed(OLD, claims()));
        provider.stop(0);
        assertThat(verifier.verify(signed(OLD, claims())).id()).isEqualTo("user:ann");
    }

    @Test
    void without_any_keys_the_provider_is_what_is_missing_and_not_the_caller() {
        provider.stop(0);
        for (int i = 0; i < 5; i++) { // more than it is asked for what callers bring
            refused(signed(OLD, claims()), 503);
        }
    }

    private void refusedUntilPublished() {
        refused(signed(new RSAKey.Builder(NEW).keyID("old").build(), claims()));
    }

    private void refuseInventedKeys() {
        for (int i = 0; i < 10; i++) {
            refused(signed(new RSAKey.Builder(NEW).keyID("invented-" + i).build(), claims()));
        }
    }

    private void refused(String token) {
        refused(token, 401);
    }

    private void refused(String token, int status) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(status));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("ann")
                .audience("parley")
                .issueTime(inSeconds(0))
                .expirationTime(inSeconds(300))
                .claim("parley_roles", List.of("acme:owner"));
    }

    private static Date inSeconds(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(RSAKey key, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
