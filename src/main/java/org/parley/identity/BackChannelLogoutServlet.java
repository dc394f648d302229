package org.parley.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.BackChannelLogoutRequest;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.parley.platform.Problems;

/**
 * Where the identity provider tells that it has ended a session; ours end with it at once, on every node. Only a token
 * that the provider signed for that is believed; see OpenID Connect Back-Channel Logout 1.0.
 */
@WebServlet("/auth/back-channel-logout")
public class BackChannelLogoutServlet extends AuthServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient SignIns signIns;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        signIns.end(verified(request), request);
    }

    private LogoutTokenClaimsSet verified(HttpServletRequest request) throws IOException {
        try {
            return signIns.client()
                    .verifyLogout(
                            BackChannelLogoutRequest.parse(parameters(request)).getLogoutToken());
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw Problems.badRequest("The logout token is not believed.");
        }
    }
}
