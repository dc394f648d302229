package org.parley.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.platform.ProblemException;

/** Asks the provider for tokens: by OpenID Connect's authorization code with PKCE, then by refresh tokens. */
final class TokenClient {
    private static final int MILLIS = 3000;
    /** When the provider does not tell how long an access token holds. */
    private static final long LIFETIME_SECONDS = 300;

    private final SignInSettings settings;
    private final IdentityProvider provider;

    TokenClient(SignInSettings settings, IdentityProvider provider) {
        this.settings = settings;
        this.provider = provider;
    }

    /** Where the visitor is sent to sign in. */
    URI authorization(SignInState state) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(settings.scopes().toArray(String[]::new)),
                        client(),
                        settings.callback())
                .endpointURI(provider.metadata().getAuthorizationEndpointURI())
                .state(new State(state.text()))
                .nonce(new Nonce(state.nonce()))
                .codeChallenge(new CodeVerifier(state.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * The tokens for the code that the visitor brought back.
     *
     * @throws ProblemException 401 when the provider or the tokens refuse, 503 when the provider cannot be asked
     */
    ProvidedTokens redeem(AuthorizationCode code, SignInState state) {
        OIDCTokens tokens =
                ask(new AuthorizationCodeGrant(code, settings.callback(), new CodeVerifier(state.verifier())));
        return verified(tokens, new Nonce(state.nonce()));
    }

    /**
     * New tokens of a session.
     *
     * @throws ProblemException 401 when the provider has ended it, 503 when the provider cannot be asked
     */
    ProvidedTokens refresh(String refreshToken) {
        return verified(ask(new RefreshTokenGrant(new RefreshToken(refreshToken))), null);
    }

    /** What a logout token of the provider says; see OpenID Connect Back-Channel Logout 1.0. */
    LogoutTokenClaimsSet verifyLogout(JWT token) throws BadJOSEException, JOSEException {
        return new LogoutTokenValidator(
                        issuer(), client(), false, provider.ofCallers().keys(), null)
                .validate(token);
    }

    private OIDCTokens ask(AuthorizationGrant grant) {
        URI endpoint = provider.metadata().getTokenEndpointURI();
        HTTPRequest request = new TokenRequest.Builder(endpoint, authentication(), grant)
                .build()
                .toHTTPRequest();
        request.setConnectTimeout(MILLIS);
        request.setReadTimeout(MILLIS);
        request.setFollowRedirects(false);
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(request.send());
            if (response.indicatesSuccess()) {
                return ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
            }
            String reason =
                    String.valueOf(response.toErrorResponse().getErrorObject().getCode());
            if (reason.equals(OAuth2Error.INVALID_GRANT.getCode())) {
                throw Refusals.unauthorized(null);
            }
            throw IdentityProvider.unavailable(new IOException("the provider gave no tokens: " + reason));
        } catch (ParseException | IOException e) {
            throw IdentityProvider.unavailable(e);
        }
    }

    private ClientAuthentication authentication() {
        Secret secret = new Secret(settings.clientSecret());
        @Nullable List<ClientAuthenticationMethod> methods = provider.metadata().getTokenEndpointAuthMethods();
        return methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                ? new ClientSecretBasic(client(), secret)
                : new ClientSecretPost(client(), secret);
    }

    private ProvidedTokens verified(OIDCTokens tokens, @Nullable Nonce nonce) {
        Caller caller = provider.ofProvider().verify(tokens.getAccessToken().getValue());
        Optional<IDTokenClaimsSet> id = Optional.ofNullable(tokens.getIDToken()).map(token -> verify(token, nonce));
        if (nonce != null && id.isEmpty()) {
            throw Refusals.unauthorized(null);
        }
        if (id.filter(claims -> !caller.id().equals("user:" + claims.getSubject()))
                .isPresent()) {
            throw Refusals.unauthorized(null);
        }
        long seconds = tokens.getAccessToken().getLifetime();
        return new ProvidedTokens(
                caller,
                id.flatMap(TokenClient::name).orElse(""),
                id.map(claims -> claims.getStringClaim("sid")).orElse(""),
                Objects.requireNonNullElse(tokens.getIDTokenString(), ""),
                tokens.getRefreshToken() == null ? "" : tokens.getRefreshToken().getValue(),
                Duration.ofSeconds(seconds > 0 ? seconds : LIFETIME_SECONDS));
    }

    private IDTokenClaimsSet verify(JWT token, @Nullable Nonce nonce) {
        IDTokenValidator validator =
                new IDTokenValidator(issuer(), client(), provider.ofProvider().keys(), null);
        validator.setMaxClockSkew((int) provider.required().skew().toSeconds());
        try {
            return validator.validate(token, nonce);
        } catch (BadJOSEException | JOSEException e) {
            throw Refusals.unauthorized(e);
        }
    }

    private static Optional<String> name(IDTokenClaimsSet claims) {
        return Stream.of("name", "preferred_username", "email")
                .map(claims::getStringClaim)
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    private ClientID client() {
        return new ClientID(settings.clientId());
    }

    private Issuer issuer() {
        return new Issuer(provider.required().issuer());
    }
}
