package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** More turns than there are threads for their tools, and more than the server takes at all. */
class CrowdIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void more_agents_than_threads_for_tools_all_come_to_their_end() {
        int agents = 3 * Parley.TOOL_THREADS;
        CountDownLatch allAsk = new CountDownLatch(agents);
        IntStream.range(0, agents)
                .forEach(n -> parley.provider()
                        .script(
                                "crowd-" + n + ".",
                                toolsTogether(allAsk),
                                call -> call.text("Done.").end("stop", 1, 1, "0.1")));

        List<Api.Answer> answers = together(agents, n -> api.chat("acme/alpha", "crowd-" + n + "."));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getString("content")).isEqualTo("Done.");
        });
        assertThat(sql.count("""
                        SELECT count(*) FROM tool_calls t JOIN messages m ON m.llm_request_id = t.llm_request_id
                        WHERE m.content LIKE 'crowd-%' AND t.status = 'ok'""")).isEqualTo(4L * agents);
    }

    @Test
    void a_full_server_refuses_at_once_and_says_when_to_come_back() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        int room = Parley.RUN_THREADS;
        IntStream.range(0, room)
                .forEach(n -> parley.provider().script("full-" + n + ".", call -> {
                    call.text("Wait.");
                    assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
                    call.end("stop", 1, 1, "0.1");
                }));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Api.Answer>> running = IntStream.range(0, room)
                    .mapToObj(n ->
                            CompletableFuture.supplyAsync(() -> api.chat("acme/alpha", "full-" + n + "."), threads))
                    .toList();
            await().atMost(40, TimeUnit.SECONDS).until(() -> sql.count("""
                                    SELECT count(*) FROM llm_requests r JOIN messages m ON m.llm_request_id = r.id
                                    WHERE m.content LIKE 'full-%' AND r.completion_status = 'in_progress'""") == room);

            Api.Answer refused = api.chat("acme/alpha", "one-too-many");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().getString("type")).isEqualTo("/problems/overloaded");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(api.get("/health/live").status()).isEqualTo(200);
            assertThat(sql.count("SELECT count(*) FROM messages WHERE content = 'one-too-many'"))
                    .isZero();

            mayEnd.countDown();
            assertThat(running)
                    .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        } finally {
            mayEnd.countDown();
            threads.shutdown();
        }
    }

    /** Asks for four tools once every agent of the crowd has come so far. */
    private static ProviderStub.Reply toolsTogether(CountDownLatch allAsk) {
        return call -> {
            allAsk.countDown();
            assertThat(allAsk.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 4; i++) {
                call.tool(i, "t" + i, "search_directory", "{\"list_name\":\"departments\",\"query\":\"pharmacy\"}");
            }
            call.end("tool_calls", 1, 1, "0.1");
        };
    }

    private static List<Api.Answer> together(int times, IntFunction<Api.Answer> ask) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            return IntStream.range(0, times)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> ask.apply(n), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }
}
