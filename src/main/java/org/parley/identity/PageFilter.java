package org.parley.identity;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.parley.account.Caller;
import org.parley.platform.DatabaseException;
import org.parley.platform.Loopback;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;
import org.parley.platform.ProblemMapper;

/** Shows pages to those who may use them: after a sign-in, or, while there is none, on this machine only. */
public class PageFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** What tells by itself whom it answers. */
    private static final List<String> OTHERS = List.of("/api/", "/v1/", "/offline/", "/error/", "/auth/", "/health/");

    @Inject
    transient IdentityProvider provider;

    @Inject
    transient Callers callers;

    @Inject
    transient SignIns signIns;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "") + "/";
        if (OTHERS.stream().anyMatch(path::startsWith)) {
            chain.doFilter(request, response);
        } else if (provider.settings().isPresent()) {
            show(path, request, response, chain);
        } else if (Loopback.isCallerOf(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** Shows it to whom it is for; browsers keep no page of it, so that after the sign-out there is none to go back to. */
    private void show(String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            Caller caller = callers.of(request, response);
            if (path.startsWith("/console/") || path.startsWith("/metrics/")) {
                caller.requireOperator();
            }
        } catch (ProblemException e) {
            refuse(e.problem(), request, response);
            return;
        } catch (DatabaseException e) {
            refuse(ProblemMapper.ofDatabase(e).orElseThrow(() -> e).problem(), request, response);
            return;
        }
        if (ProblemPage.isPageWanted(request)) {
            response.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }

    private void refuse(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isVisitor = request.getMethod().equals("GET") && ProblemPage.isPageWanted(request);
        Optional<SignInSettings> signIn = signIns.settings();
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED && isVisitor && signIn.isPresent()) {
            AuthServlet.go(signIn.get().startFor(request), response);
        } else {
            ProblemPage.show(problem, request, response);
        }
    }
}
