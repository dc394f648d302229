package org.parley.identity;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.parley.platform.Loopback;

/** Shows pages to those who may use them: while there is no sign-in, on this machine only. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class PageFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** What tells by itself whom it answers. */
    private static final List<String> OTHERS = List.of("/api/", "/v1/", "/offline/", "/error/");

    @Inject
    transient Config config;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath() + "/";
        if (OTHERS.stream().anyMatch(path::startsWith) || isLetIn(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private boolean isLetIn(HttpServletRequest request) {
        return AuthMode.of(config) == AuthMode.LOCAL && Loopback.isCallerOf(request);
    }
}
