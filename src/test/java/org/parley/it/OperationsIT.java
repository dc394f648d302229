package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What operators look at: health, metrics, the API's description, the pool, the database. */
class OperationsIT {
    private static final int STREAMS = 25;

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);
    private final PoolFigures pool = new PoolFigures(api, sql);

    @Test
    void health_is_told_in_three_parts() {
        for (String part : List.of("live", "ready", "started")) {
            Api.Answer health = api.get("/health/" + part);
            assertThat(health.status()).as(part).isEqualTo(200);
            assertThat(health.json().getString("status")).isEqualTo("UP");
        }
        assertThat(api.get("/health/ready").response().body()).contains("\"database\"");
    }

    @Test
    void metrics_have_requests_tokens_cost_and_durations() {
        parley.provider()
                .script(
                        "metered",
                        call -> call.tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 1, 1, "0.5"),
                        call -> call.text("ok").end("stop", 1, 1, "0.5"));
        api.chat("acme/alpha", "metered");

        String metrics = api.get("/metrics").response().body();
        assertThat(metrics)
                .contains(
                        "llm_requests_total{account=\"acme\",agent=\"alpha\"",
                        "llm_tokens_total{account=\"acme\",agent=\"alpha\"",
                        "llm_cost_usd{account=\"acme\",agent=\"alpha\"",
                        "tool_duration_seconds_count{",
                        "llm_provider_latency_seconds_count{",
                        "llm_time_to_first_token_seconds_count{");
        assertThat(metrics).doesNotContain("canary-key");
    }

    @Test
    void what_the_server_tells_of_metrics_the_application_tells_too_on_each_server_alike() {
        parley.provider().script("measured", call -> call.text("ok").end("stop", 1, 1, "0.5"));
        api.chat("acme/alpha", "measured");

        List<String> ofServer = types(api.get("/metrics?scope=application"));
        Api.Answer told = api.get("/api/admin/metrics");
        assertThat(told.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        assertThat(ofServer).isNotEmpty().isSubsetOf(types(told));
        List<String> lines = told.response().body().lines().toList();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("llm_requests_total{account=\"acme\",agent=\"alpha\""))
                .anyMatch(line -> line.startsWith("db_pool_size "));
        assertThat(lines.stream()
                        .filter(line -> line.contains("_seconds{") && line.contains("quantile="))
                        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
                .as("seconds, and not nanoseconds")
                .isNotEmpty()
                .allMatch(seconds -> seconds < 3600);
    }

    /** Names of metrics, without those that a server derives from others. */
    private static List<String> types(Api.Answer metrics) {
        return metrics.response()
                .body()
                .lines()
                .filter(line -> line.matches("# TYPE (?!.*_(max|mean) ).*"))
                .map(line -> line.split(" ", -1)[2])
                .toList();
    }

    @Test
    void the_api_describes_itself() {
        assertThat(api.get("/openapi").response().body())
                .contains(
                        "/api/accounts/{account}/agents/{agent}/stream",
                        "/api/accounts/{account}/agents/{agent}/chat",
                        "/v1/chat/completions",
                        "/v1/models/{account}/{agent}",
                        "text/event-stream");
    }

    @Test
    void the_database_is_durable() {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(sql.row("SHOW " + setting)).as(setting).containsEntry(setting, "on");
        }
    }

    @Test
    void no_connection_is_held_while_models_write() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            parley.provider().script("held-" + i + ".", call -> {
                call.text("One moment");
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                call.text(", done.").end("stop", 1, 1, "0");
            });
            streams.add(api.stream("acme/alpha", "held-" + i + "."));
        }
        for (EventStream stream : streams) {
            stream.await("message");
        }

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(sql.count("""
                            SELECT count(*) FROM pg_stat_activity
                            WHERE application_name = 'parley' AND state <> 'idle'""")).isZero();
            assertThat(pool.gauge("checked_out")).isZero();
        });
        goOn.countDown();
        for (EventStream stream : streams) {
            assertThat(EventStream.text(stream.all())).isEqualTo(", done.");
        }
        assertThat(pool.gauge("size")).isPositive().isLessThanOrEqualTo(30);
    }
}
