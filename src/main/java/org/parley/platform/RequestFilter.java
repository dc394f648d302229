package org.parley.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives each request an id, tells it in {@code X-Request-Id}, and sets the headers that keep a page's content its own. */
public class RequestFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTE = RequestFilter.class.getName();
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'";

    /** The id of the request, as the client was told. */
    public static String requestId(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "";
    }

    /** Gives the request an id, unless it has one. */
    static String identify(HttpServletRequest request, HttpServletResponse response) {
        if (requestId(request).isEmpty()) {
            String id = Ids.next().toString();
            request.setAttribute(ATTRIBUTE, id);
            response.setHeader("X-Request-Id", id);
        }
        return requestId(request);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        identify(request, response);
        protect(response);
        if (Framing.isSound(request)) {
            chain.doFilter(request, response);
        } else {
            ErrorPage.send(HttpServletResponse.SC_BAD_REQUEST, request, response);
        }
    }

    static void protect(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }
}
