package org.parley.it;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Json;

/** Parley as a client sees it. */
final class Api {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI address;

    Api(URI address) {
        this.address = address;
    }

    /** A status and a JSON body. */
    record Answer(int status, HttpResponse<String> response) {
        JsonObject json() {
            return Json.parseObject(response.body())
                    .orElseThrow(() -> new AssertionError("no JSON: " + response.body()));
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT).build());
    }

    Answer post(String path, String body) {
        return send(request(path, body).build());
    }

    Answer put(String path, String body) {
        return send(request(path, body)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .timeout(LIMIT)
                .DELETE()
                .build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    Answer chat(String agent, String message) {
        return post(path(agent) + "/chat", body(message, null));
    }

    /** Starts a stream; it fails when the answer is none. */
    EventStream stream(String agent, String message) {
        return stream(agent, message, null);
    }

    EventStream stream(String agent, String message, @Nullable String session) {
        return open(request(path(agent) + "/stream", body(message, session)).build());
    }

    /** The stream that answers a request; it fails when the answer is none. */
    EventStream open(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + " "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return new EventStream(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code account/agent} as an address. */
    static String path(String agent) {
        return "/api/accounts/" + agent.replace("/", "/agents/");
    }

    static String body(String message, @Nullable String session) {
        JsonObjectBuilder body = Json.object().add("message", message);
        return (session == null ? body : body.add("session_id", session))
                .build()
                .toString();
    }
}
