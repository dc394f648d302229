package org.parley.platform;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The API's description in OpenAPI: the one that stands in the WAR, told to those who may see its pages. */
@WebServlet("/openapi")
public class DescriptionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/yaml"); // RFC 9512
        response.setCharacterEncoding("UTF-8");
        try (InputStream description = getClass().getResourceAsStream("/META-INF/openapi.yaml")) {
            Objects.requireNonNull(description).transferTo(response.getOutputStream());
        }
    }
}
