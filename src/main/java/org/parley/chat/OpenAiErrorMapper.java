package org.parley.chat;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.parley.platform.Problem;
import org.parley.platform.ProblemMapper;

/** Tells failures in OpenAI's shape; what is a failure, and what is logged of it, is as everywhere else. */
@Provider
public class OpenAiErrorMapper extends ProblemMapper {
    @Override
    public Response toResponse(Throwable failure) {
        return causeOf(failure, OpenAiException.class)
                .map(refused -> respond(refused.error()).build())
                .orElseGet(() -> super.toResponse(failure));
    }

    @Override
    protected Response.ResponseBuilder respond(Problem problem, String requestId) {
        return respond(OpenAiError.of(problem));
    }

    static Response.ResponseBuilder respond(OpenAiError error) {
        Response.ResponseBuilder response = Response.status(error.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(error.toJson().toString());
        return error.isForLong() ? response.header("X-Should-Retry", "false") : response;
    }
}
