package org.parley.wildfly;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Has what WildFly answers itself look like what the application answers. Without the application, at the start and at the
 * end of a server, it is 503 and not 404: a load balancer asks another node then.
 */
public final class OwnAnswers implements HttpHandler {
    private static final HttpString REQUEST_ID = new HttpString("X-Request-Id");
    private static final Pattern NOT_SERVED =
            Pattern.compile("/+(WEB|META)-INF(/.*)?|/health/(?!(live|ready|started)$).*", Pattern.CASE_INSENSITIVE);
    private static final Map<HttpString, String> HEADERS = Map.of(
            new HttpString("Content-Security-Policy"),
            "default-src 'none'; frame-ancestors 'none'",
            new HttpString("Referrer-Policy"),
            "same-origin",
            new HttpString("X-Content-Type-Options"),
            "nosniff");
    private static final String AWAY =
            "{\"type\":\"/problems/starting\",\"title\":\"Parley is not there\",\"status\":503,\"detail\":\"It starts, or it ends. Try again in a few seconds.\",\"request_id\":\"%s\"}";

    private final HttpHandler next;

    public OwnAnswers(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (NOT_SERVED.matcher(exchange.getRelativePath()).matches()) {
            exchange.setRequestURI("/error");
            exchange.setRequestPath("/error");
            exchange.setRelativePath("/error");
        }
        exchange.addDefaultResponseListener(OwnAnswers::explain);
        exchange.addResponseCommitListener(OwnAnswers::complete);
        PatientReads.guard(exchange);
        PatientWrites.guard(exchange);
        next.handleRequest(exchange);
    }

    private static boolean explain(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        if (exchange.getStatusCode() != 404 || headers.contains(REQUEST_ID)) {
            return false;
        }
        String id = UUID.randomUUID().toString();
        exchange.setStatusCode(503);
        headers.put(REQUEST_ID, id);
        headers.put(Headers.RETRY_AFTER, "5");
        headers.put(Headers.CONTENT_TYPE, "application/problem+json");
        exchange.getResponseSender().send(String.format(AWAY, id));
        return true;
    }

    private static void complete(HttpServerExchange exchange) {
        if (GracefulStop.hasBegun()) {
            exchange.setPersistent(false);
        }
        HeaderMap headers = exchange.getResponseHeaders();
        HEADERS.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.put(name, value);
            }
        });
        if (!headers.contains(REQUEST_ID)) {
            headers.put(REQUEST_ID, UUID.randomUUID().toString());
        }
    }
}
