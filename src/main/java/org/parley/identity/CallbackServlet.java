package org.parley.identity;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Where the identity provider sends a visitor back to, with a code for tokens. */
@WebServlet("/auth/callback")
public class CallbackServlet extends AuthServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient SignIns signIns;

    @Inject
    transient IdentityProvider provider;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SignInSettings settings = signIns.required();
        AuthenticationResponse answer = parse(settings, request);
        SignInState state = AuthCookie.BROWSER
                .of(request)
                .flatMap(browser ->
                        Optional.ofNullable(answer.getState()).flatMap(text -> signIns.find(browser, text.getValue())))
                .orElseThrow(Refusals::signInFailed);
        requireProvider(answer);
        String secret = signIns.begin(state, code(answer), request);
        AuthCookie.SESSION.of(request).ifPresent(before -> signIns.end(before, request));
        AuthCookie.SESSION.put(response, secret, settings.longest());
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", settings.publicUrl() + state.to());
    }

    private static AuthenticationResponse parse(SignInSettings settings, HttpServletRequest request)
            throws IOException {
        try {
            return AuthenticationResponseParser.parse(settings.callback(), parameters(request));
        } catch (ParseException e) {
            throw Refusals.signInFailed();
        }
    }

    /** Another provider's answer is none of ours; see RFC 9207. */
    private void requireProvider(AuthenticationResponse answer) {
        boolean isTold = answer.getIssuer() != null;
        boolean isOther = isTold
                && !answer.getIssuer().getValue().equals(provider.required().issuer());
        if (isOther || (!isTold && provider.metadata().supportsAuthorizationResponseIssuerParam())) {
            throw Refusals.signInFailed();
        }
    }

    private static AuthorizationCode code(AuthenticationResponse answer) {
        return Optional.of(answer)
                .filter(AuthenticationResponse::indicatesSuccess)
                .map(success -> success.toSuccessResponse().getAuthorizationCode())
                .orElseThrow(Refusals::signInFailed);
    }
}
