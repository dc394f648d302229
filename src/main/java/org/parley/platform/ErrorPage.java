package org.parley.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is sent in place of the server's own error pages: the same kind of document as everywhere else. */
@WebServlet("/error")
public class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        send(status, request, response);
    }

    /** Answers with the document; a server's own way to one may lead by a page of its own. */
    static void send(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problem problem = Problems.ofStatus(status);
        RequestFilter.protect(response);
        String requestId = RequestFilter.identify(request, response);
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(problem.document(requestId).toString().getBytes(StandardCharsets.UTF_8));
    }
}
