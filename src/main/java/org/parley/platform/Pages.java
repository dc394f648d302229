package org.parley.platform;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the pages, in place of what each server sends them by: the same types, headers and refusals everywhere. */
@WebServlet("/*")
public class Pages extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=UTF-8",
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9@_-][A-Za-z0-9@._-]*)*/?");
    private static final Pattern HIDDEN = Pattern.compile("/(WEB|META)-INF(/.*)?", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Page> KNOWN = new ConcurrentHashMap<>();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        Optional<Page> page = page(path.endsWith("/") ? path + "index.html" : path);
        if (page.isPresent()) {
            send(page.get(), request, response);
        } else if (page(path + "/index.html").isPresent()) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Location", path + "/");
        } else {
            ErrorPage.send(HttpServletResponse.SC_NOT_FOUND, request, response);
        }
    }

    private static void send(Page page, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> page.send(request, response);
            case "OPTIONS" -> response.setHeader("Allow", "GET,HEAD,OPTIONS");
            default -> {
                response.setHeader("Allow", "GET,HEAD,OPTIONS");
                ErrorPage.send(HttpServletResponse.SC_METHOD_NOT_ALLOWED, request, response);
            }
        }
    }

    private Optional<Page> page(String path) throws IOException {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null
                || !PATH.matcher(path).matches()
                || HIDDEN.matcher(path).matches()) {
            return Optional.empty();
        }
        if (!KNOWN.containsKey(path)) {
            try (InputStream file = getServletContext().getResourceAsStream(path)) {
                if (file == null) {
                    return Optional.empty();
                }
                KNOWN.put(path, new Page(file.readAllBytes(), type, path.startsWith("/webjars/")));
            }
        }
        return Optional.ofNullable(KNOWN.get(path));
    }
}
