package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.parley.fake.ProviderStub;
import org.parley.run.AppServer;
import org.parley.run.ServerProduct;

/** Nodes on one database behind HAProxy: their visitors need not know which of them answers, or that one is gone. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class BehindHaProxy {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int VISITORS = 4;
    private static final int MODEL_MS = 150;

    private final Map<String, AppServer> nodes = new LinkedHashMap<>();
    private final Map<String, ServerProduct> products;
    private final Cluster cluster = new Cluster();
    private final List<HaProxy> proxies = new ArrayList<>();

    /** @param products of the nodes, by name */
    BehindHaProxy(Map<String, ServerProduct> products) {
        this.products = products;
    }

    @BeforeAll
    void start() throws Exception {
        products.forEach((name, product) -> nodes.put(name, cluster.node(name, product)));
        for (AppServer node : nodes.values()) {
            node.start();
        }
        inFront(Map.of("WITHOUT_SIGN_IN", "yes"));
    }

    @AfterAll
    void stop() {
        proxies.forEach(HaProxy::close);
        cluster.close();
    }

    /** Another one, which stands there until the end. */
    final HaProxy inFront(Map<String, String> environment) {
        HaProxy proxy =
                new HaProxy(nodes.values().stream().map(AppServer::address).toList(), environment);
        proxies.add(proxy);
        return proxy;
    }

    private Api api() {
        return proxies.get(0).api();
    }

    @Test
    @Order(1)
    void a_session_goes_on_on_any_node() {
        int messages = nodes.size() * 2;
        script("any-node", messages);
        String session = api().chat("acme/patient", "any-node").json().getString("session_id");
        for (int i = 1; i < messages; i++) {
            assertThat(api().post(Api.path("acme/patient") + "/chat", Api.body("any-node", session))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(cluster.sql()
                        .count(
                                "SELECT count(DISTINCT node_id) FROM llm_requests WHERE session_id = ?",
                                UUID.fromString(session)))
                .isEqualTo(nodes.size());
        assertThat(cluster.provider()
                        .book("any-node")
                        .get(messages - 1)
                        .request()
                        .getJsonArray("messages"))
                .as("what was said on other nodes is in the prompt")
                .hasSizeGreaterThanOrEqualTo(2 * messages - 1);
    }

    @Test
    @Order(2)
    void a_rolling_restart_fails_no_request() throws Exception {
        script("rolling", 100_000);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Set<String>>> visitors = IntStream.range(0, VISITORS)
                .mapToObj(visitor -> CompletableFuture.supplyAsync(() -> ask(over), task -> new Thread(task).start()))
                .toList();
        for (AppServer node : nodes.values()) {
            node.stop();
            node.start();
            await().atMost(PATIENCE).until(() -> proxies.get(0).serversUp() == nodes.size());
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
        NavigableMap<String, Heard> streams = new TreeMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            Heard heard = halfOf("killed-" + i, over);
            streams.put(nodeOf(heard.request()), heard);
        }
        assertThat(streams).as("each node has one of the streams").containsOnlyKeys(nodes.keySet());
        await().atMost(PATIENCE)
                .until(() -> cluster.sql().count("SELECT count(*) FROM checkpoints WHERE content = 'Half of it'")
                        == nodes.size());

        while (streams.size() > 1) {
            Map.Entry<String, Heard> first = Objects.requireNonNull(streams.pollFirstEntry());
            cluster.node(first.getKey()).kill();
            requireInterrupted(first.getValue());
        }
        over.countDown();
        script("goes-on", 1);
        assertThat(api().chat("acme/patient", "goes-on").status()).isEqualTo(200);
    }

    /** A stream of which something was heard. */
    private record Heard(String request, String lastEventId) {}

    private Heard halfOf(String message, CountDownLatch over) {
        cluster.provider().script(message, call -> {
            call.text("Half of it");
            over.await(120, TimeUnit.SECONDS);
        });
        EventStream stream = api().stream("acme/patient", message);
        String id = stream.await("start").text("llm_request_id");
        EventStream.Event event = stream.await("message");
        assertThat(event.text("delta")).isEqualTo("Half of it");
        return new Heard(id, event.id());
    }

    private void requireInterrupted(Heard heard) {
        await().atMost(PATIENCE).until(() -> rest(heard).status() == 200);
        assertThat(rest(heard).response().body())
                .contains("\"completion_status\":\"interrupted\"")
                .doesNotContain("Half of it");
    }

    private String nodeOf(String request) {
        return String.valueOf(cluster.sql()
                .row("SELECT n.name FROM nodes n JOIN llm_requests r ON r.node_id = n.id WHERE r.id = '" + request
                        + "'")
                .get("name"));
    }

    /** The events after the last one that was heard; 409 while the turn is not ended yet. */
    private Api.Answer rest(Heard heard) {
        return api().send(api().request("/api/accounts/acme/requests/" + heard.request() + "/events", "")
                .GET()
                .header("Last-Event-ID", heard.lastEventId())
                .build());
    }

    /** Asks again and again, each time with a key of its own; the statuses of the answers, and what stood in the bad ones. */
    private Set<String> ask(AtomicBoolean over) {
        Set<String> answers = new HashSet<>();
        while (!over.get()) {
            Api.Answer answer = api().send(api().request(Api.path("acme/patient") + "/chat", Api.body("rolling", null))
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .build());
            answers.add(
                    answer.status() == 200
                            ? "200"
                            : answer.response() + " " + answer.response().headers()
                                    + answer.response().body());
        }
        return answers;
    }

    /** Of a model that takes its time, so that a turn runs whatever happens. */
    private void script(String word, int replies) {
        ProviderStub.Reply reply = call -> {
            call.left().await(MODEL_MS, TimeUnit.MILLISECONDS);
            call.text("Yes.").end("stop", 1, 1, "0.001");
        };
        cluster.provider().script(word, Collections.nCopies(replies, reply).toArray(ProviderStub.Reply[]::new));
    }
}
