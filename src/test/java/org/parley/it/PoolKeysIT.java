package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parley.run.OnServer;
import org.parley.run.ServerProduct;

/** Pools that are set otherwise: recycled soon, unchecked, or too small for their users. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PoolKeysIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_connection_that_is_used_when_it_is_old_is_replaced() throws Exception {
        try (Parley parley = Parley.start("used", Map.of("DB_POOL_RECYCLE", "3"))) {
            Api api = new Api(parley.address());
            PoolFigures pool = new PoolFigures(api, new Sql(parley));
            assertThat(api.get("/api/accounts").status()).isEqualTo(200);
            List<Object> before = pool.backends();

            assertThat(before).isNotEmpty();
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(api.get("/api/accounts").status()).isEqualTo(200);
                assertThat(before).anyMatch(backend -> !pool.backends().contains(backend));
            });
        }
    }

    @Test
    @OnServer(
            value = {ServerProduct.OPENLIBERTY, ServerProduct.PAYARA},
            because = "WildFly looks at the age of a connection when it hands it out, and one that nobody uses stays")
    void old_connections_are_replaced() throws Exception {
        try (Parley parley = Parley.start("recycle", Map.of("DB_POOL_RECYCLE", "3", "DB_POOL_IDLE", "4"))) {
            Api api = new Api(parley.address());
            PoolFigures pool = new PoolFigures(api, new Sql(parley));
            assertThat(api.get("/api/accounts").status()).isEqualTo(200);
            List<Object> before = pool.backends();

            assertThat(before).isNotEmpty();
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(api.get("/api/accounts").status()).isEqualTo(200);
                assertThat(pool.backends()).isNotEmpty().doesNotContainAnyElementsOf(before);
            });
        }
    }

    @Test
    void without_the_check_a_killed_connection_is_handed_out_once() throws Exception {
        Map<String, String> settings =
                Map.of("DB_POOL_PRE_PING", "false", "NODE_HEARTBEAT", "PT10M", "LEDGER_UPKEEP_INTERVAL", "PT10M");
        try (Parley parley = Parley.start("unchecked", settings)) {
            Api api = new Api(parley.address());
            PoolFigures pool = new PoolFigures(api, new Sql(parley));
            assertThat(api.get("/api/accounts").status()).isEqualTo(200);
            pool.killBackends();

            Api.Answer unlucky = api.get("/api/accounts");
            assertThat(unlucky.status()).isEqualTo(503);
            assertThat(unlucky.json().getString("type")).isEqualTo("/problems/database-unavailable");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(api.get("/api/accounts").status()).isEqualTo(200));
        }
    }

    @Test
    void a_pool_that_is_not_what_parley_was_told_is_reported_with_both_numbers() throws Exception {
        Map<String, String> settings = Map.of("JVM_ARGS", "-Ddb.pool.max_overflow=15");
        try (Parley parley = Parley.start("drift", settings)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(parley.console())
                            .contains("db.pool.drift")
                            .contains("The keys ask for a pool of 20 + 15 = 35 connections, the server's has 30"));
        }
    }

    @Test
    void a_pool_that_is_too_small_for_its_users_is_refused_with_the_numbers() {
        Map<String, String> settings = Map.of("DB_POOL_SIZE", "8", "DB_POOL_MAX_OVERFLOW", "3", "THREADS_TOOLS", "9");

        assertThatThrownBy(() -> Parley.start("misfit", settings).close())
                .hasMessage(
                        "threads.tools is 9, more than two thirds of the pool of 11 connections: set it to 7 at most, or "
                                + "DB_POOL_SIZE higher.");
    }
}
