package org.parley.offline;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.parley.platform.Loopback;

/** Sets {@code Accept} to what the body of a completion request asks for; requests to other addresses pass untouched. */
@Provider
@PreMatching
public class OfflineAcceptFilter implements ContainerRequestFilter {
    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final String ADDRESS = "/offline/v1/chat/completions";

    @Context
    HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) throws IOException {
        if (!Loopback.isCallerOf(request) // nothing is read of what will be refused
                || !context.getUriInfo().getAbsolutePath().getPath().endsWith(ADDRESS)
                || !context.getMethod().equals("POST")) {
            return;
        }
        byte[] body = context.getEntityStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            context.abortWith(Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE)
                    .entity(tooLarge())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .build());
            return;
        }
        context.setEntityStream(new ByteArrayInputStream(body));
        context.getHeaders()
                .putSingle(
                        HttpHeaders.ACCEPT,
                        asksForStream(body) ? MediaType.SERVER_SENT_EVENTS : MediaType.APPLICATION_JSON);
    }

    private static boolean asksForStream(byte[] body) {
        try {
            return CompletionRequest.parse(new String(body, StandardCharsets.UTF_8)).stream();
        } catch (InvalidCompletion plainMethodTellsWhy) {
            return false;
        }
    }

    private static byte[] tooLarge() {
        return new InvalidCompletion("request_too_large", "The body is larger than " + MAX_BODY + " bytes.")
                .toJson()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
