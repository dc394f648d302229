package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.parley.fake.ProviderStub;

/** Limits hold for two nodes on one database together: who is refused by the one gets no more from the other. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RatesAcrossNodesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ProviderStub.Reply YES = call -> call.text("Yes.").end("stop", 1, 1, "0.01");
    private static final List<String> NODES = List.of("east", "west");
    /** Of the account, as the agents' files have it. */
    private static final int REQUESTS = 8;

    private static final int TURNS = 4;
    private static final String TOO_MANY_REQUESTS = "The account's limit is reached: 8 requests a minute.";
    private static final String TOO_MANY_TURNS = "The account's limit is reached: 4 turns at once.";
    private static Cluster cluster = new Cluster();

    @BeforeAll
    @Timeout(300)
    static void start() throws InterruptedException {
        for (String node : NODES) {
            cluster.node(node).start();
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void of_twice_as_many_requests_over_both_nodes_exactly_those_of_one_minute_pass() {
        script("rate-nodes", REQUESTS, YES);
        RatesIT.awaitRoomInMinute();
        List<Api.Answer> answers = race("limited/nodes", "rate-nodes", REQUESTS).stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(REQUESTS);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(REQUESTS)
                .allSatisfy(refused -> requireRefused(refused, TOO_MANY_REQUESTS));
        assertThat(cluster.provider().book("rate-nodes")).hasSize(REQUESTS);
        for (String node : NODES) {
            requireRefused(cluster.api(node).chat("limited/nodes", "rate-nodes"), TOO_MANY_REQUESTS);
        }
    }

    @Test
    @Order(2)
    void an_agent_that_lets_the_account_ask_more_goes_on_where_another_is_refused() {
        RatesIT.awaitRoomInMinute();
        script("rate-used", REQUESTS, YES);
        race("limited/nodes", "rate-used", REQUESTS).forEach(CompletableFuture::join);
        script("rate-more", NODES.size(), YES);
        for (String node : NODES) {
            requireRefused(cluster.api(node).chat("limited/nodes", "rate-used"), TOO_MANY_REQUESTS);
            assertThat(cluster.api(node).chat("limited/turns", "rate-more").status())
                    .as(node)
                    .isEqualTo(200);
        }
    }

    @Test
    @Order(3)
    void of_twice_as_many_turns_at_once_over_both_nodes_exactly_as_many_run_as_may() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        script("rate-turns", TURNS, call -> {
            call.text("Well, ");
            assertThat(mayEnd.await(120, TimeUnit.SECONDS)).isTrue();
            call.end("stop", 1, 1, "0.01");
        });
        List<CompletableFuture<Api.Answer>> racers = race("limited/turns", "rate-turns", TURNS);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(racers)
                        .filteredOn(CompletableFuture::isDone)
                        .hasSize(TURNS)
                        .allSatisfy(racer -> requireRefused(racer.join(), TOO_MANY_TURNS)));
        for (String node : NODES) {
            requireRefused(cluster.api(node).chat("limited/turns", "rate-turns"), TOO_MANY_TURNS);
        }
        mayEnd.countDown();

        assertThat(racers.stream().map(CompletableFuture::join).filter(answer -> answer.status() == 200))
                .hasSize(TURNS);
        assertThat(cluster.provider().book("rate-turns")).hasSize(TURNS);
        script("rate-after", NODES.size(), YES);
        for (String node : NODES) {
            await().atMost(PATIENCE)
                    .until(() -> cluster.api(node)
                                    .chat("limited/turns", "rate-after")
                                    .status()
                            == 200);
        }
    }

    /** So many visitors at each node, who ask at once. */
    private static List<CompletableFuture<Api.Answer>> race(String agent, String word, int eachNode) {
        return IntStream.range(0, eachNode)
                .boxed()
                .flatMap(i -> NODES.stream())
                .map(node -> CompletableFuture.supplyAsync(
                        () -> cluster.api(node).chat(agent, word), task -> new Thread(task).start()))
                .toList();
    }

    private static void script(String word, int times, ProviderStub.Reply reply) {
        cluster.provider().script(word, Collections.nCopies(times, reply).toArray(ProviderStub.Reply[]::new));
    }

    private static void requireRefused(Api.Answer answer, String detail) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/rate-limited");
        assertThat(answer.json().getString("detail")).isEqualTo(detail);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    }
}
