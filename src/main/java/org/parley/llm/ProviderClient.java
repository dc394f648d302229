package org.parley.llm;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client with what stands between us and a provider: addresses are judged before each request, a proxy is
 * given its login, and what a proxy refuses is a failure to connect, as the provider was never asked.
 */
final class ProviderClient extends HttpClient {
    private static final int PROXY_LOGIN_WANTED = 407;
    private static final String TUNNEL_FAILED = "Tunnel failed";

    private final HttpClient client;
    private final AddressGuard guard;
    private final Optional<ProxyLogin> login;
    private final Executor threads;

    private ProviderClient(HttpClient client, AddressGuard guard, Optional<ProxyLogin> login, Executor threads) {
        this.client = client;
        this.guard = guard;
        this.login = login;
        this.threads = threads;
    }

    /**
     * Makes a client. No authenticator is set: with one, the JDK fails on a 401 without a challenge, which is how most providers
     * refuse a key.
     *
     * @param threads for looking up names and for the client's own work; it must not refuse
     */
    static ProviderClient of(ProviderNetwork network, Executor threads) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(network.connect())
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .proxy(new ProviderProxySelector(network.proxy()))
                .executor(threads);
        network.caFile().map(TrustedAuthorities::with).ifPresent(client::sslContext);
        return new ProviderClient(
                client.build(), network.guard(), network.proxy().login(), threads);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        threads.execute(() -> begin(request, handler, answer));
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // each of the two ends the other
    private <T> void begin(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, CompletableFuture<HttpResponse<T>> answer) {
        try {
            guard.require(request.uri());
            if (!answer.isDone()) {
                CompletableFuture<HttpResponse<T>> sent = client.sendAsync(withLogin(request), handler);
                sent.whenComplete((response, failure) -> end(response, failure, answer));
                answer.whenComplete((response, failure) -> sent.cancel(true));
            }
        } catch (ConnectException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static <T> void end(
            @Nullable HttpResponse<T> response,
            @Nullable Throwable failure,
            CompletableFuture<HttpResponse<T>> answer) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            answer.completeExceptionally(isRefusedByProxy(cause) ? refusedByProxy(cause) : cause);
        } else if (response != null && response.statusCode() == PROXY_LOGIN_WANTED) {
            answer.completeExceptionally(refusedByProxy(new IOException("HTTP " + PROXY_LOGIN_WANTED)));
        } else if (response != null) {
            answer.complete(response);
        }
    }

    /** The JDK has no type of its own for it. */
    private static boolean isRefusedByProxy(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).startsWith(TUNNEL_FAILED);
    }

    private static ConnectException refusedByProxy(Throwable cause) {
        return (ConnectException) new ConnectException("the proxy did not let the call through").initCause(cause);
    }

    private HttpRequest withLogin(HttpRequest request) {
        return login.map(known -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("Proxy-Authorization", known.header())
                        .build())
                .orElse(request);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        throw new UnsupportedOperationException("providers are called asynchronously");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.@Nullable PushPromiseHandler<T> pushed) {
        throw new UnsupportedOperationException("providers do not push");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
