package org.parley.identity;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.parley.platform.Body;
import org.parley.platform.DatabaseException;
import org.parley.platform.ProblemException;
import org.parley.platform.ProblemMapper;

/** What stands under {@code /auth}: nothing of it is kept by browsers, and what fails is shown as a page or a problem. */
abstract class AuthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        try {
            super.service(request, response);
        } catch (ProblemException e) {
            ProblemPage.show(e.problem(), request, response);
        } catch (DatabaseException e) {
            ProblemPage.show(ProblemMapper.ofDatabase(e).orElseThrow(() -> e).problem(), request, response);
        }
    }

    static void go(URI address, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address.toString());
    }

    /** Those of a form that was sent, else of the address. Servers read forms themselves too, of any size. */
    static Map<String, List<String>> parameters(HttpServletRequest request) throws IOException {
        boolean isForm = request.getMethod().equals("POST");
        return URLUtils.parseParameters(isForm ? Body.read(request.getInputStream()) : request.getQueryString());
    }
}
