package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.parley.fake.ProviderStub;
import org.parley.run.OnServer;
import org.parley.run.ServerProduct;

/** Two nodes on one database behind HAProxy: their visitors need not know which of them answers, or that one is gone. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BehindHaProxyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int VISITORS = 4;
    private static Cluster cluster;
    private static HaProxy proxy;
    private static Api api;

    @BeforeAll
    @Timeout(300)
    static void start() throws InterruptedException {
        cluster = new Cluster();
        cluster.node("east").start();
        cluster.node("west").start();
        proxy = inFront(Map.of("WITHOUT_SIGN_IN", "yes"));
        api = proxy.api();
    }

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
        }
        cluster.close();
    }

    private static HaProxy inFront(Map<String, String> environment) {
        return new HaProxy(cluster.node("east").address(), cluster.node("west").address(), environment);
    }

    @Test
    @Order(1)
    void whoever_comes_through_it_is_nobody_at_the_machine_of_a_node() {
        try (HaProxy asShipped = inFront(Map.of())) {
            assertThat(asShipped.api().get("/api/accounts").status()).isEqualTo(403);
        }
    }

    @Test
    @Order(1)
    void a_session_goes_on_on_any_node() {
        script("any-node", 4);
        String session = api.chat("acme/patient", "any-node").json().getString("session_id");
        for (int i = 0; i < 3; i++) {
            assertThat(api.post(Api.path("acme/patient") + "/chat", Api.body("any-node", session))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(cluster.sql()
                        .count(
                                "SELECT count(DISTINCT node_id) FROM llm_requests WHERE session_id = ?",
                                UUID.fromString(session)))
                .isEqualTo(2);
        assertThat(cluster.provider().book("any-node").get(3).request().getJsonArray("messages"))
                .as("what was said on the other node is in the prompt")
                .hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    @Order(2)
    @OnServer(
            value = ServerProduct.OPENLIBERTY,
            because = "the others listen for a moment without an application, which answers 404 or nothing")
    void a_rolling_restart_fails_no_request() throws Exception {
        script("rolling", 100_000);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Set<String>>> visitors = IntStream.range(0, VISITORS)
                .mapToObj(visitor -> CompletableFuture.supplyAsync(() -> ask(over), task -> new Thread(task).start()))
                .toList();
        for (String node : List.of("east", "west")) {
            cluster.node(node).stop();
            cluster.node(node).start();
            await().atMost(PATIENCE).until(() -> proxy.serversUp() == 2);
        }
        over.set(true);

        for (CompletableFuture<Set<String>> visitor : visitors) {
            assertThat(visitor.get(60, TimeUnit.SECONDS)).containsOnly("200");
        }
        assertThat(cluster.sql().rows("SELECT * FROM ledger_audit")).isEmpty();
    }

    @Test
    @Order(3)
    void a_stream_whose_node_is_killed_is_heard_to_its_end_on_another_one() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        cluster.provider().script("killed", call -> {
            call.text("Half of it");
            over.await(60, TimeUnit.SECONDS);
        });
        EventStream stream = api.stream("acme/patient", "killed");
        String id = stream.await("start").text("llm_request_id");
        EventStream.Event heard = stream.await("message");
        assertThat(heard.text("delta")).isEqualTo("Half of it");
        await().atMost(PATIENCE)
                .until(() -> cluster.sql()
                                .count(
                                        "SELECT count(*) FROM checkpoints WHERE content <> '' AND llm_request_id = ?",
                                        UUID.fromString(id))
                        == 1);

        cluster.node(nodeOf(id)).kill();
        over.countDown();

        await().atMost(PATIENCE).until(() -> resumed(id, heard.id()).status() == 200);
        assertThat(resumed(id, heard.id()).response().body())
                .contains("\"completion_status\":\"interrupted\"")
                .doesNotContain("Half of it");
        script("goes-on", 1);
        assertThat(api.chat("acme/patient", "goes-on").status()).isEqualTo(200);
    }

    private static String nodeOf(String request) {
        return String.valueOf(cluster.sql()
                .row("SELECT n.name FROM nodes n JOIN llm_requests r ON r.node_id = n.id WHERE r.id = '" + request
                        + "'")
                .get("name"));
    }

    /** The events after the last one that was heard; 409 while the turn is not ended yet. */
    private static Api.Answer resumed(String request, String lastEventId) {
        return api.send(api.request("/api/accounts/acme/requests/" + request + "/events", "")
                .GET()
                .header("Last-Event-ID", lastEventId)
                .build());
    }

    /** Asks again and again, each time with a key of its own; the statuses of the answers, and what stood in the bad ones. */
    private static Set<String> ask(AtomicBoolean over) {
        Set<String> answers = new LinkedHashSet<>();
        while (!over.get()) {
            HttpRequest request = api.request(Api.path("acme/patient") + "/chat", Api.body("rolling", null))
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .build();
            Api.Answer answer = api.send(request);
            answers.add(
                    answer.status() == 200
                            ? "200"
                            : answer.status() + " " + answer.response().body());
        }
        return answers;
    }

    private static void script(String word, int replies) {
        ProviderStub.Reply reply = call -> call.text("Yes.").end("stop", 1, 1, "0.001");
        cluster.provider().script(word, Collections.nCopies(replies, reply).toArray(ProviderStub.Reply[]::new));
    }
}
