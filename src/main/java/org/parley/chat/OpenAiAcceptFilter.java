package org.parley.chat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.parley.platform.Body;
import org.parley.platform.Json;

/** Sets {@code Accept} to what the body asks for: clients of OpenAI's format say it there and not in the header. */
@Provider
@PreMatching
public class OpenAiAcceptFilter implements ContainerRequestFilter {
    private static final String ADDRESS = "/v1/chat/completions";

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getMethod().equals("POST")
                || !request.getUriInfo().getAbsolutePath().getPath().endsWith(ADDRESS)) {
            return;
        }
        String body = Body.read(request.getEntityStream());
        request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        boolean stream = Json.parseObject(body)
                .map((JsonObject json) -> json.get("stream"))
                .filter(JsonValue.TRUE::equals)
                .isPresent();
        request.getHeaders()
                .putSingle(HttpHeaders.ACCEPT, stream ? MediaType.SERVER_SENT_EVENTS : MediaType.APPLICATION_JSON);
    }
}
