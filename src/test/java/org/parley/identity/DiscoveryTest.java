package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.platform.ProblemException;

/** A provider that is away is asked by one at a time, and by nobody for a moment after it did not answer. */
class DiscoveryTest {
    private static final int CROWD = 20;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch crowdIsThere = new CountDownLatch(CROWD);
    private final ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private HttpServer provider;
    private String issuer;
    private Discovery discovery;
    private volatile boolean isAway = true;

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(crowd);
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
        provider.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = description().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(isAway ? 502 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        discovery = new Discovery(issuer, now::get);
    }

    @AfterEach
    void stop() {
        provider.stop(0);
        crowd.shutdownNow();
    }

    @Test
    void a_crowd_asks_it_once_and_again_after_a_moment() {
        List<CompletableFuture<Integer>> refusals = Stream.generate(
                        () -> CompletableFuture.supplyAsync(this::ask, task -> new Thread(task).start()))
                .limit(CROWD)
                .toList();

        assertThat(refusals.stream().map(CompletableFuture::join)).containsOnly(503);
        assertThat(asked).hasValue(1);
        now.set(NOW.plusSeconds(3));
        isAway = false;
        assertThat(ask()).isEqualTo(200);
        assertThat(ask()).isEqualTo(200);
        assertThat(asked).hasValue(2);
    }

    private int ask() {
        crowdIsThere.countDown();
        try {
            crowdIsThere.await();
            return discovery.metadata().getIssuer().getValue().equals(issuer) ? 200 : 0;
        } catch (ProblemException e) {
            return e.problem().status();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String description() {
        return """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/auth",
                 "token_endpoint": "%1$s/token", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer);
    }
}
