package org.parley.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pool, as metrics tell it and as PostgreSQL sees it. */
final class PoolFigures {
    private static final Duration SOON = Duration.ofSeconds(60);
    private final Api api;
    private final Sql sql;

    PoolFigures(Api api, Sql sql) {
        this.api = api;
        this.sql = sql;
    }

    /** The gauge {@code db_pool_} of that name; some servers have it a while after they are ready. */
    long gauge(String name) {
        return await().atMost(SOON).until(() -> read(name), Optional::isPresent).orElseThrow();
    }

    /** Empty when the server does not tell. */
    Optional<Long> read(String name) {
        String metrics = api.get("/metrics?scope=application").response().body();
        Matcher line = Pattern.compile("(?m)^db_pool_" + name + "\\{[^}]*} ([0-9.E]+)$")
                .matcher(metrics);
        return line.find() ? Optional.of((long) Double.parseDouble(line.group(1))) : Optional.empty();
    }

    /** Processes of PostgreSQL that work for the server. */
    List<Object> backends() {
        return sql.rows("SELECT pid FROM pg_stat_activity WHERE application_name = 'parley' ORDER BY pid").stream()
                .map(row -> row.get("pid"))
                .toList();
    }

    /** Ends the server's connections behind its back. */
    void killBackends() {
        sql.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parley'");
    }
}
