package org.parley.identity;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.parley.account.AuditLog;
import org.parley.account.Caller;
import org.parley.platform.EventLog;
import org.parley.platform.ProblemException;
import org.parley.platform.RequestFilter;

/**
 * Sessions that began with a sign-in. They live in the database, so that every node serves them, and no longer than the
 * provider goes on giving tokens for them.
 */
@ApplicationScoped
class SignIns {
    private static final String TOKENS = "tokens of a session";
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    @Inject
    Config config;

    @Inject
    IdentityProvider provider;

    @Inject
    SignInTable table;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    private Optional<SignInSettings> settings = Optional.empty();

    @PostConstruct
    void read() {
        settings = AuthMode.of(config) == AuthMode.OIDC ? SignInSettings.of(config) : Optional.empty();
    }

    /** Empty when visitors do not sign in here. */
    Optional<SignInSettings> settings() {
        return settings;
    }

    /** Begins a sign-in in a browser, whose visitor goes to that path after it. */
    SignInState prepare(String browser, String to) {
        return SignInState.begin(required().clientSecret(), browser, to, clock.instant());
    }

    /** The sign-in that a browser came back with; empty when it did not begin it, or too long ago. */
    Optional<SignInState> find(String browser, String state) {
        return SignInState.open(required().clientSecret(), browser, state, clock.instant());
    }

    TokenClient client() {
        return new TokenClient(required(), provider);
    }

    /**
     * Begins the session of a sign-in that came back with a code.
     *
     * @return the value of its cookie
     */
    String begin(SignInState state, AuthorizationCode code, HttpServletRequest request) {
        String used = ApiKey.sha256(state.text());
        if (table.isUsed(used)) {
            throw Refusals.signInFailed();
        }
        ProvidedTokens tokens = client().redeem(code, state);
        String secret = ApiKey.secret();
        String sealed = SealedText.seal(secret, TOKENS, tokens.kept());
        if (!table.add(ApiKey.sha256(secret), used, tokens, sealed, required().longest())) {
            throw Refusals.signInFailed();
        }
        String caller = tokens.caller().id();
        EventLog.info("auth.signed_in", Map.of("caller", caller));
        note(caller, "sign_in", "", request);
        return secret;
    }

    /**
     * Whose session the cookie of a request is of.
     *
     * @throws ProblemException 401 when there is none or it is over, 403 when a page of another origin sent it
     */
    SignIn of(HttpServletRequest request) {
        String secret = settings.flatMap(signIn -> AuthCookie.SESSION.of(request))
                .orElseThrow(() -> Refusals.unauthorized(null));
        requireOrigin(request);
        long deadline = System.nanoTime() + LONGEST_WAIT;
        while (System.nanoTime() < deadline) {
            SignIn found = find(secret);
            if (found.isFresh()) {
                return found;
            }
            if (!renew(secret, found.caller(), request)) {
                LockSupport.parkNanos(PAUSE);
            }
        }
        throw IdentityProvider.unavailable(new IllegalStateException("another node is asking it for new tokens"));
    }

    /** Browsers tell the origin of whatever changes something, and cookies come with it from any page of theirs. */
    void requireOrigin(HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        if (!changesNothing(request) && !required().publicUrl().toString().equals(origin)) {
            throw Refusals.foreignOrigin();
        }
    }

    /** By its method; HTTP calls such methods safe. */
    static boolean changesNothing(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    /** Ends the session of a cookie; its ID token, by which the provider ends its own. */
    Optional<String> end(String secret, HttpServletRequest request) {
        Optional<SignInTable.Ended> ended = table.end(ApiKey.sha256(secret));
        EventLog.info("auth.signed_out", Map.of("sessions", ended.isPresent() ? 1 : 0));
        ended.ifPresent(session -> note(session.caller(), "sign_out", "", request));
        return ended.flatMap(session -> SealedText.open(secret, TOKENS, session.tokens()))
                .flatMap(ProvidedTokens::idToken);
    }

    /** Ends what the identity provider has ended. */
    void end(LogoutTokenClaimsSet logout, HttpServletRequest request) {
        List<String> callers = logout.getSessionID() != null
                ? table.endOfProviderSession(logout.getSessionID().getValue())
                : table.endOfSubject("user:" + logout.getSubject());
        EventLog.info("auth.signed_out", Map.of("sessions", callers.size(), "by", "the identity provider"));
        callers.forEach(caller -> note(caller, "sign_out", "by the identity provider", request));
    }

    private void note(String caller, String action, String detail, HttpServletRequest request) {
        audit.add(new AuditLog.Entry(
                null, caller, action, "", AuditLog.Outcome.DONE, RequestFilter.requestId(request), detail));
    }

    SignInSettings required() {
        return settings.orElseThrow(Refusals::noSignIn);
    }

    private SignIn find(String secret) {
        String id = ApiKey.sha256(secret);
        Duration idle = required().idle();
        SignIn found = table.find(id, idle).orElseThrow(() -> Refusals.unauthorized(null));
        table.touch(id, idle);
        return found;
    }

    /** False when somebody else is at it. */
    private boolean renew(String secret, Caller caller, HttpServletRequest request) {
        String id = ApiKey.sha256(secret);
        Optional<String> claimed = table.claim(id);
        if (claimed.isEmpty()) {
            return false;
        }
        try {
            renew(secret, id, claimed.get(), caller);
            return true;
        } catch (ProblemException e) {
            giveUp(id, caller, e, request);
            throw e;
        }
    }

    private void renew(String secret, String id, String sealed, Caller caller) {
        String kept = SealedText.open(secret, TOKENS, sealed).orElseThrow(() -> Refusals.unauthorized(null));
        String refreshToken = ProvidedTokens.refreshToken(kept).orElseThrow(() -> Refusals.unauthorized(null));
        ProvidedTokens tokens = client().refresh(refreshToken);
        if (!tokens.caller().id().equals(caller.id())) {
            throw Refusals.unauthorized(null);
        }
        table.renew(
                id, tokens, SealedText.seal(secret, TOKENS, tokens.over(kept).kept()));
    }

    /** Without new tokens the session is over, unless the provider could not be asked. */
    private void giveUp(String id, Caller caller, ProblemException refusal, HttpServletRequest request) {
        if (refusal.problem().status() != 401) {
            table.release(id);
            return;
        }
        table.end(id);
        EventLog.info("auth.session_ended", Map.of("caller", caller.id(), "by", "the identity provider"));
        note(caller.id(), "sign_out", "no new tokens", request);
    }
}
