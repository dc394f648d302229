package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parley.bench.Percentiles;
import org.parley.bench.SlowSearches;
import org.parley.fake.ProviderStub;
import org.parley.run.Rows;

/** Many turns at once with four searches at once each: against a pool of 20 + 10, and against one that is far too small. */
@SuppressWarnings("SystemOut")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BurstIT {
    private static final long SEARCHES = 4;
    private static final int KEPT = 20;
    private static final int CAPACITY = 30;
    private static final Duration SOON = Duration.ofSeconds(60);
    /** WildFly counts idle time in minutes. */
    private static final Duration IDLE = Duration.ofMinutes(3);

    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        clients.shutdownNow();
    }

    @Test
    void bursts_of_30_60_and_120_requests_use_the_overflow_give_it_back_and_time_nobody_out() throws Exception {
        Map<String, String> settings =
                Map.of("DB_POOL_IDLE", "4", "THREADS_TOOLS", "20", "THREADS_RUNS", "200", "TOOLS_TIMEOUT", "PT60S");
        try (Parley parley = Parley.start("burst", settings)) {
            Sql sql = new Sql(parley);
            Api api = new Api(parley.address());
            PoolFigures pool = new PoolFigures(api, sql);
            List<Integer> open = new ArrayList<>();
            burst(parley, api, "warm-up-", 10);
            for (int turns : List.of(30, 60, 120)) {
                List<Long> times;
                try (SlowSearches slow = new SlowSearches(new Rows(parley::database), Duration.ofMillis(100))) {
                    times = burst(parley, api, "burst-" + turns + "-", turns);
                    open.add(pool.backends().size());
                    System.out.printf(
                            "%d turns at once, %d searches of %d ms each on %d + %d connections: %s ms p50 / p95 / p99; %d open%n",
                            turns,
                            SEARCHES,
                            slow.pause().toMillis(),
                            KEPT,
                            CAPACITY - KEPT,
                            new Percentiles(times.stream().mapToLong(Long::longValue)),
                            open.get(open.size() - 1));
                }
                assertThat(pool.gauge("timeouts")).isZero();
                assertThat(sql.count("""
                                SELECT count(*) FROM tool_calls t JOIN messages m ON m.llm_request_id = t.llm_request_id
                                WHERE m.role = 'user' AND m.content LIKE ? AND t.status = 'ok'""", "burst-" + turns + "-%")).isEqualTo(SEARCHES * turns);
                await().atMost(IDLE).until(() -> pool.backends().size() == KEPT);
            }
            // Payara looks at intervals for what is idle, and may have closed the overflow of one burst at once.
            assertThat(open).allMatch(size -> size <= CAPACITY).anyMatch(size -> size > KEPT);
        }
    }

    @Test
    void on_three_connections_tools_wait_in_order_and_the_ledger_and_readers_do_not() throws Exception {
        Map<String, String> settings = Map.of(
                "DB_POOL_SIZE", "2",
                "DB_POOL_MAX_OVERFLOW", "1",
                "DB_POOL_RESERVE", "1",
                "THREADS_TOOLS", "1",
                "THREADS_REQUESTS", "1",
                "TOOLS_TIMEOUT", "PT60S");
        try (Parley parley = Parley.start("tiny", settings)) {
            Sql sql = new Sql(parley);
            Api api = new Api(parley.address());
            List<CompletableFuture<Api.Answer>> turns = new ArrayList<>();
            try (Connection lock = parley.database()) {
                lock.setAutoCommit(false);
                lock.createStatement().execute("LOCK TABLE directory_entries IN ACCESS EXCLUSIVE MODE");
                for (int i = 0; i < 8; i++) {
                    turns.add(ask(parley, api, "queue-" + i + "."));
                    int asked = i + 1;
                    await().atMost(SOON).until(() -> sql.count("SELECT count(*) FROM tool_calls") == SEARCHES * asked);
                }
                parley.provider()
                        .script("no-tools", call -> call.text("Booked.").end("stop", 1, 1, "0.5"));

                assertThat(api.chat("acme/alpha", "no-tools").json().getString("completion_status"))
                        .isEqualTo("complete");
                assertThat(api.get("/api/accounts").status()).isEqualTo(200);
                lock.rollback();
            }

            assertThat(turns).allSatisfy(turn -> assertThat(turn.get().status()).isEqualTo(200));
            assertThat(sql.rows("""
                            SELECT m.content AS asked, max(t.started_at + t.duration_ms * interval '1 millisecond') AS ended
                            FROM tool_calls t JOIN messages m ON m.llm_request_id = t.llm_request_id AND m.role = 'user'
                            GROUP BY 1 ORDER BY 2""").stream().map(row -> row.get("asked"))).isSorted();
            assertThat(new PoolFigures(api, sql).gauge("timeouts")).isZero();
            burst(parley, api, "tiny-", 30);
            assertThat(new PoolFigures(api, sql).gauge("timeouts")).isZero();
            assertThat(sql.count("SELECT count(*) FROM llm_requests WHERE completion_status <> 'complete'"))
                    .isZero();
        }
    }

    /** @return how long each took, in nanoseconds */
    private List<Long> burst(Parley parley, Api api, String word, int turns) {
        List<CompletableFuture<Long>> all = IntStream.range(0, turns)
                .mapToObj(n -> {
                    long begun = System.nanoTime();
                    return ask(parley, api, word + n + ".").thenApply(answer -> {
                        assertThat(answer.json().getString("completion_status")).isEqualTo("complete");
                        return System.nanoTime() - begun;
                    });
                })
                .toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Api.Answer> ask(Parley parley, Api api, String word) {
        ProviderStub.Reply searches = call -> {
            for (int i = 0; i < SEARCHES; i++) {
                call.tool(i, "s" + i, "search_directory", "{\"list_name\":\"staff\",\"query\":\"nurse\"}");
            }
            call.end("tool_calls", 1, 1, "0.1");
        };
        parley.provider().script(word, searches, call -> call.text("Found.").end("stop", 1, 1, "0.1"));
        return CompletableFuture.supplyAsync(() -> api.chat("acme/alpha", word), clients);
    }
}
