package org.parley.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.parley.platform.Problem;
import org.parley.platform.RequestFilter;

/** A problem as whoever asked can read it: a page for a browser that opens one, a problem document for everybody else. */
final class ProblemPage {
    private static final String SIGN_IN = "<p><a class=\"button\" href=\"/auth/sign-in\">Sign in</a></p>";
    private static final String SIGN_OUT = """
            <p><a class="button" href="/">Go to the chat</a></p>
            <form method="post" action="/auth/sign-out"><button class="button" type="submit">Sign out</button></form>""";

    private ProblemPage() {}

    static void show(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(problem.status());
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setHeader("Cache-Control", "no-store");
        if (isPageWanted(request)) {
            write(problem.title(), content(problem, request), response);
        } else {
            response.setContentType(Problem.MEDIA_TYPE);
            String document =
                    problem.toJson(RequestFilter.requestId(request)).build().toString();
            response.getOutputStream().write(document.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether a browser opens a page, and not a script or a program asks for something. */
    static boolean isPageWanted(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Accept"))
                .filter(accept -> accept.contains("text/html"))
                .isPresent();
    }

    /** @param content markup, in which everything else is escaped */
    static void write(String title, String content, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        String page = """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <title>{title} · Parley</title>
                  <link rel="stylesheet" href="/auth/auth.css">
                </head>
                <body><main><h1>{title}</h1>
                {content}
                </main></body>
                </html>
                """.replace("{title}", escaped(title)).replace("{content}", content);
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String content(Problem problem, HttpServletRequest request) {
        return "<p>" + escaped(problem.detail()) + "</p>"
                + (problem.status() == HttpServletResponse.SC_FORBIDDEN ? SIGN_OUT : SIGN_IN)
                + "<p class=\"id\">Request " + escaped(RequestFilter.requestId(request)) + "</p>";
    }
}
