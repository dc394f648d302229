package org.parley.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.parley.platform.Json;

/**
 * A provider behind the chat-completions protocol that plays what a test wrote, and keeps a book of what it delivered.
 * A test's replies are found by a word of its own in the visitor's message, so that tests may run beside each other.
 */
public final class ProviderStub implements AutoCloseable {
    /** What the provider does with one call. */
    public interface Reply {
        void play(StubCall call) throws IOException, InterruptedException;
    }

    private final Map<String, Queue<Reply>> scripts = new ConcurrentHashMap<>();
    private final List<StubCall> book = new CopyOnWriteArrayList<>();
    private final Set<String> offered = ConcurrentHashMap.newKeySet();
    private final Queue<Looked> odd = new ConcurrentLinkedQueue<>();
    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String host;

    public ProviderStub() {
        this(open(InetAddress.getLoopbackAddress()), "http://127.0.0.1:");
    }

    /** One that is spoken to by TLS. */
    public ProviderStub(Certificate certificate) {
        this(open(certificate), "https://localhost:");
    }

    private ProviderStub(HttpServer server, String host) {
        this.server = server;
        this.host = host;
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.createContext("/v1/models", exchange -> look(exchange, this::models));
        server.createContext("/v1/generation", exchange -> look(exchange, this::generation));
        server.start();
    }

    public String baseUrl() {
        return host + server.getAddress().getPort() + "/v1";
    }

    /** Plays the replies, one a call, when the newest message of the visitor has that word. */
    public void script(String word, Reply... replies) {
        scripts.put(word, new ConcurrentLinkedQueue<>(List.of(replies)));
    }

    /** The calls that were made for that word, in order. */
    public List<StubCall> book(String word) {
        return book.stream().filter(call -> call.question().contains(word)).toList();
    }

    /** Adds models to the list. */
    public void offer(String... names) {
        offered.addAll(List.of(names));
    }

    /** Answers the next look at the list of models or at a generation with that, instead of the truth. */
    public void misbehave(int status, String body) {
        odd.add(new Looked(status, body));
    }

    /** The value of the {@code Authorization} header of each look at the list of models or at a generation. */
    public List<String> looks() {
        return looks.stream().map(Look::authorization).toList();
    }

    /** The same, of looks at the list of models alone. */
    public List<String> looksAtModels() {
        return looks.stream()
                .filter(look -> look.path().endsWith("/models"))
                .map(Look::authorization)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonObject request = Json.parseObject(body).orElseThrow();
        StubCall call = new StubCall(exchange, request, question(request.getJsonArray("messages")));
        book.add(call);
        try {
            next(call.question()).play(call);
        } catch (IOException e) {
            call.clientLeft();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static HttpServer open(InetAddress address) {
        try {
            return HttpServer.create(new InetSocketAddress(address, 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer open(Certificate certificate) {
        try {
            HttpsServer secured = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
            secured.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
            return secured;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look(HttpExchange exchange, Function<String, Looked> truth) throws IOException {
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        looks.add(new Look(exchange.getRequestURI().getPath(), authorization));
        Looked odd = this.odd.poll();
        Looked answer = odd == null
                ? truth.apply(String.valueOf(exchange.getRequestURI().getQuery()))
                : odd;
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Looked models(String query) {
        JsonArrayBuilder data = Json.array();
        offered.forEach(name -> data.add(Json.object().add("id", name)));
        return new Looked(200, Json.object().add("data", data).build().toString());
    }

    private Looked generation(String query) {
        return book.stream()
                .filter(call -> query.equals("id=" + call.generationId()))
                .findFirst()
                .flatMap(StubCall::generation)
                .map(data ->
                        new Looked(200, Json.object().add("data", data).build().toString()))
                .orElse(new Looked(404, "{\"error\":{\"message\":\"not found\"}}"));
    }

    private record Look(String path, String authorization) {}

    private record Looked(int status, String body) {}

    private Reply next(String question) {
        return scripts.entrySet().stream()
                .filter(script -> question.contains(script.getKey()))
                .findFirst()
                .map(script -> script.getValue().poll())
                .orElse(call -> call.status(418, "{\"error\":{\"message\":\"nothing is written for this call\"}}"));
    }

    private static String question(JsonArray messages) {
        return messages.getValuesAs(JsonObject.class).stream()
                .filter(message -> message.getString("role").equals("user"))
                .reduce((earlier, later) -> later)
                .map(message -> message.getString("content"))
                .orElse("");
    }
}
