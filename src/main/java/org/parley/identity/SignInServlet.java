package org.parley.identity;

import com.nimbusds.oauth2.sdk.util.MultivaluedMapUtils;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.parley.platform.ProblemException;

/** Sends a visitor to the identity provider, or straight on when somebody is known already. */
@WebServlet("/auth/sign-in")
public class SignInServlet extends AuthServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient SignIns signIns;

    @Inject
    transient Callers callers;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String to = LocalPath.of(MultivaluedMapUtils.getFirstValue(parameters(request), "to"));
        if (isKnown(request, response)) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(
                    "Location",
                    signIns.settings()
                                    .map(SignInSettings::publicUrl)
                                    .map(String::valueOf)
                                    .orElse("")
                            + to);
            return;
        }
        String browser = AuthCookie.BROWSER.of(request).orElseGet(ApiKey::secret);
        SignInState state = signIns.prepare(browser, to);
        AuthCookie.BROWSER.put(response, browser, SignInState.LONGEST);
        go(signIns.client().authorization(state), response);
    }

    private boolean isKnown(HttpServletRequest request, HttpServletResponse response) {
        try {
            callers.of(request, response);
            return true;
        } catch (ProblemException e) {
            if (e.problem().status() == HttpServletResponse.SC_UNAUTHORIZED) {
                return false;
            }
            throw e;
        }
    }
}
