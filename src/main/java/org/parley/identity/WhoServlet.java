package org.parley.identity;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.parley.account.Caller;
import org.parley.platform.Json;

/** Tells a page who uses it. */
@WebServlet("/auth/me")
public class WhoServlet extends AuthServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient Callers callers;

    @Inject
    transient Gateway gateway;

    @Inject
    transient SignIns signIns;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = callers.of(request, response);
        Optional<SignIn> session = request.getHeader("Authorization") == null && !gateway.isMeant(request)
                ? signIns.settings().map(settings -> signIns.of(request))
                : Optional.empty();
        String json = CallerJson.of(caller)
                .add("kind", caller.kind().name().toLowerCase(Locale.ROOT))
                .add(
                        "name",
                        Json.value(session.map(SignIn::name)
                                .filter(name -> !name.isEmpty())
                                .orElse(null)))
                .add("can_sign_out", session.isPresent())
                .build()
                .toString();
        response.setContentType("application/json");
        response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }
}
