package org.parley.identity;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.parley.platform.ProblemException;

/**
 * What an OpenID provider says of itself; see OpenID Connect Discovery 1.0. It is asked when that is needed first, by one
 * request for all who wait for it, and not again for a moment when it did not answer: each would wait with a thread.
 */
final class Discovery {
    private static final int MILLIS = 3000;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Issuer issuer;
    private final InstantSource clock;
    private final Lock asking = new ReentrantLock();
    private volatile @Nullable OIDCProviderMetadata metadata;
    private Instant silentUntil = Instant.MIN;

    Discovery(String issuer, InstantSource clock) {
        this.issuer = new Issuer(issuer);
        this.clock = clock;
    }

    /** Fails with {@link ProblemException} 503 when the provider does not answer. */
    OIDCProviderMetadata metadata() {
        OIDCProviderMetadata known = metadata;
        if (known != null) {
            return known;
        }
        asking.lock();
        try {
            OIDCProviderMetadata found = metadata;
            if (found == null) {
                found = ask();
                metadata = found;
            }
            return found;
        } finally {
            asking.unlock();
        }
    }

    private OIDCProviderMetadata ask() {
        if (clock.instant().isBefore(silentUntil)) {
            throw IdentityProvider.unavailable(new IllegalStateException("it did not answer a moment ago"));
        }
        try {
            return fetch();
        } catch (GeneralException | IOException e) {
            silentUntil = clock.instant().plus(PAUSE);
            throw IdentityProvider.unavailable(e);
        }
    }

    private OIDCProviderMetadata fetch() throws GeneralException, IOException {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, OIDCProviderMetadata.resolveURL(issuer));
        request.setConnectTimeout(MILLIS);
        request.setReadTimeout(MILLIS);
        HTTPResponse response = request.send();
        response.ensureStatusCode(HTTPResponse.SC_OK);
        OIDCProviderMetadata found = OIDCProviderMetadata.parse(response.getBodyAsJSONObject());
        if (!found.getIssuer().equals(issuer)) {
            throw new GeneralException("the provider has another issuer: " + found.getIssuer());
        }
        return found;
    }
}
