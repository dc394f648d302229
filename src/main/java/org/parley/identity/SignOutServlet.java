package org.parley.identity;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends our session, then the provider's by OpenID Connect RP-Initiated Logout 1.0. The ID token goes there in a form that
 * the page sends by itself, since an address would end in histories and logs.
 */
@WebServlet("/auth/sign-out")
public class SignOutServlet extends AuthServlet {
    private static final long serialVersionUID = 1L;

    /** No {@code form-action}: the form is ours alone, and a provider may hand on to another one that it signs in by. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String FORM = """
            <p>The identity provider is told that you leave.</p>
            <form method="post" action="{end}">
              <input type="hidden" name="id_token_hint" value="{token}">
              <input type="hidden" name="client_id" value="{client}">
              <input type="hidden" name="post_logout_redirect_uri" value="{back}">
              <button class="button" type="submit">Go on</button>
            </form>
            <script src="/auth/leave.js"></script>""";

    @Inject
    transient SignIns signIns;

    @Inject
    transient IdentityProvider provider;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SignInSettings settings = signIns.required();
        signIns.requireOrigin(request);
        Optional<String> idToken = AuthCookie.SESSION.of(request).flatMap(secret -> signIns.end(secret, request));
        AuthCookie.SESSION.remove(response);
        @Nullable URI end = provider.metadata().getEndSessionEndpointURI();
        if (idToken.isEmpty() || end == null) {
            go(settings.signedOut(), response);
            return;
        }
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        ProblemPage.write("Signing out", form(end, idToken.get(), settings), response);
    }

    private static String form(URI end, String idToken, SignInSettings settings) {
        return FORM.replace("{end}", ProblemPage.escaped(end.toString()))
                .replace("{token}", ProblemPage.escaped(idToken))
                .replace("{client}", ProblemPage.escaped(settings.clientId()))
                .replace("{back}", ProblemPage.escaped(settings.signedOut().toString()));
    }
}
