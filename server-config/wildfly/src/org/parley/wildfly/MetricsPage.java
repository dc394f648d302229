package org.parley.wildfly;

import io.smallrye.metrics.MetricsRequestHandler;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;

/** {@code /metrics} of the application: what SmallRye Metrics knows of it. */
public final class MetricsPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "/metrics";

    private final transient MetricsRequestHandler metrics = new MetricsRequestHandler();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        metrics.handleRequest(
                PATH,
                "GET",
                Collections.list(request.getHeaders("Accept")).stream(),
                request.getParameterMap(),
                (status, body, headers) -> {
                    if (status >= 400) {
                        response.sendError(status);
                        return;
                    }
                    response.setStatus(status);
                    response.setContentType(headers.getOrDefault("Content-Type", "text/plain"));
                    response.setCharacterEncoding("UTF-8");
                    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                });
    }

    /** Adds the page to each application that uses this module. */
    public static final class Setup implements ServletContainerInitializer {
        @Override
        public void onStartup(Set<Class<?>> none, ServletContext application) {
            application.addServlet("metrics", new MetricsPage()).addMapping(PATH);
        }
    }
}
