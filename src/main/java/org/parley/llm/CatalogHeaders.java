package org.parley.llm;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Gives a request the provider's key, and asks for an answer whose size can be seen. */
final class CatalogHeaders implements ClientRequestFilter {
    private final Optional<String> apiKey;

    CatalogHeaders(Optional<String> apiKey) {
        this.apiKey = apiKey;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.ACCEPT_ENCODING, "identity");
        apiKey.ifPresent(key -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + key));
    }
}
