package org.parley.it;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import org.parley.platform.Json;

/** The OpenAI-compatible API, request by request. */
final class OpenAi {
    private static final String COMPLETIONS = "/v1/chat/completions";

    private final Api api;

    OpenAi(Parley parley) {
        this.api = new Api(parley.address());
    }

    Api.Answer get(String path) {
        return api.get(path);
    }

    Api.Answer post(String body) {
        return api.post(COMPLETIONS, body);
    }

    /** Asks with more parameters, such as {@code "stream":true}. */
    Api.Answer ask(String model, String message, String... more) {
        return api.send(request(model, message, more).build());
    }

    HttpRequest.Builder request(String model, String message, String... more) {
        return api.request(COMPLETIONS, body(model, message, more));
    }

    Api.Answer send(HttpRequest request) {
        return api.send(request);
    }

    /** What stands behind {@code data:}, line by line; any other line but an empty one or a ping is a fault. */
    static List<String> data(Api.Answer stream) {
        return stream.response()
                .body()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith(":"))
                .map(OpenAi::data)
                .toList();
    }

    static JsonObject error(Api.Answer answer) {
        return answer.json().getJsonObject("error");
    }

    static String body(String model, String message, String... more) {
        String content = Json.value(message).toString();
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]"
                + (more.length == 0 ? "" : "," + String.join(",", more)) + "}";
    }

    private static String data(String line) {
        if (!line.startsWith("data:")) {
            throw new AssertionError("not a line of data: " + line);
        }
        return line.substring("data:".length()).strip();
    }
}
