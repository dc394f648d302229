package org.parley.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.health.HealthStatus;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Set;
import org.parley.account.Caller;
import org.parley.platform.ProblemException;

/**
 * Believes tokens that the provider signed, for this installation, and that hold now; see RFC 9068 and RFC 8725. The
 * provider's keys are kept for minutes, and fetched again when a token has another one, so that they may be rotated.
 * There is one for what callers bring and one for what the provider hands out, so that tokens with invented keys, for
 * which keys are fetched seldom, never keep a session from the new key of its tokens.
 */
final class TokenVerifier {
    private static final int MILLIS = 3000;
    private static final int MOST_BYTES = 1 << 20;
    /** Keys are fetched twice in that time at most for what callers bring. */
    private static final long FETCH_MILLIS = 10_000;
    /** Longest that keys are used which the provider cannot be asked for again. */
    private static final long OUTAGE_MILLIS = 60L * 60 * 1000;

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final OidcSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private volatile boolean isAnswering;

    private TokenVerifier(OidcSettings settings, JWKSourceBuilder<SecurityContext> keys) {
        this.settings = settings;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        keys.healthReporting(report -> isAnswering = report.getHealthStatus() == HealthStatus.HEALTHY);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.build()));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                new HashSet<>(
                        settings.audiences()), // Payara has an older version of the library, which asks it for null
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("sub", "exp", "iat"),
                null);
        claims.setMaxClockSkew((int) settings.skew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** Of tokens that anybody may have made up. */
    static TokenVerifier ofCallers(OidcSettings settings, URI keys) {
        return new TokenVerifier(settings, source(keys).rateLimited(FETCH_MILLIS));
    }

    /** Of tokens that the provider gave to us itself. */
    static TokenVerifier ofProvider(OidcSettings settings, URI keys) {
        return new TokenVerifier(settings, source(keys).rateLimited(false));
    }

    /** The provider's keys, for what else it signs. */
    JWSKeySelector<SecurityContext> keys() {
        return processor.getJWSKeySelector();
    }

    /**
     * Who a token is of.
     *
     * @throws ProblemException 401 when it is not believed, 503 when the provider's keys cannot be had
     */
    Caller verify(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return Claims.caller(claims.getSubject(), claims.getClaims(), settings.rolesClaim());
        } catch (ParseException | BadJOSEException e) {
            throw Refusals.unauthorized(e);
        } catch (RateLimitReachedException e) {
            throw isAnswering ? Refusals.unauthorized(e) : IdentityProvider.unavailable(e);
        } catch (KeySourceException e) {
            throw IdentityProvider.unavailable(e);
        } catch (JOSEException e) {
            throw Refusals.unauthorized(e);
        }
    }

    private static JWKSourceBuilder<SecurityContext> source(URI keys) {
        try {
            return JWKSourceBuilder.create(keys.toURL(), new DefaultResourceRetriever(MILLIS, MILLIS, MOST_BYTES))
                    .retrying(true)
                    .outageTolerant(OUTAGE_MILLIS);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the address of the provider's keys is none: " + keys, e);
        }
    }
}
