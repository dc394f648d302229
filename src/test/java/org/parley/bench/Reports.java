package org.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.parley.run.ServerProduct;

/** Times usage reports and the console over a year of calls, {@code REPORTS_CALLS} of them, made of nothing. */
public final class Reports {
    private static final int TIMES = 20;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(20);
    private static final String ACCOUNTS = """
            INSERT INTO accounts (id, slug, name, status, created_at)
            SELECT gen_random_uuid(), 'a' || n, 'A' || n, 'active', now() FROM generate_series(1, 100) n""";
    private static final String AGENTS = """
            INSERT INTO agent_instances (id, account_id, slug, agent_type, name, status, created_at)
            SELECT gen_random_uuid(), a.id, 'g' || n, 'chat', 'G', 'active', now()
            FROM accounts a, generate_series(1, 3) n WHERE a.slug LIKE 'a%'""";
    /** The first agents have most of the calls. */
    private static final String CALLS = """
            INSERT INTO llm_calls (id, llm_request_id, account_id, agent_instance_id, sequence, attempt, provider, model, served_model,
              status, prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, total_tokens, total_cost, cost_source,
              claimed_at, first_byte_at, finished_at, node_id)
            SELECT gen_random_uuid(), CAST(lpad(to_hex(s / 2), 32, '0') AS uuid), w.account_id, w.id, 1 + s % 2, 1, 'provider',
              'model-' || s % 4, 'model-' || s % 4, CASE WHEN s % 100 = 0 THEN 'partial' ELSE 'settled' END,
              1500 + s % 900, s % 700, 100 + s % 300, 0, 1600 + s % 1200, (s % 977) * 0.00001234,
              CASE WHEN s % 100 = 0 THEN 'estimate' WHEN s % 3 = 0 THEN 'price_book' ELSE 'provider' END,
              t, t + interval '0.5s', t + interval '2s', 'bench'
            FROM (
              SELECT s, now() - interval '365 days' * (CAST(CALLS - s AS float8) / CALLS) AS t,
                1 + CAST(floor(300 * power(((s / 2) * 0.6180339887498949) % 1, 2)) AS int) AS n
              FROM generate_series(0, CALLS - 1) s) x
            JOIN (
              SELECT row_number() OVER (ORDER BY i.slug, i.id) AS n, i.account_id, i.id FROM agent_instances i
              JOIN accounts a ON a.id = i.account_id AND a.slug LIKE 'a%') w ON w.n = x.n""";

    /** Two calls each, with ids in the order of time. */
    private static final String REQUESTS = """
            INSERT INTO llm_requests (id, account_id, account_slug, agent_instance_id, agent_instance_slug, agent_type, session_id,
              provider, model, completion_status, total_tokens, total_cost, latency_ms, config_hash, started_at, finished_at, node_id)
            SELECT c.llm_request_id, c.account_id, a.slug, c.agent_instance_id, i.slug, i.agent_type, c.llm_request_id,
              c.provider, c.model, 'complete', 2 * c.total_tokens, 2 * c.total_cost, 4000, 'bench', c.claimed_at, c.finished_at, 'bench'
            FROM llm_calls c JOIN accounts a ON a.id = c.account_id JOIN agent_instances i ON i.id = c.agent_instance_id
            WHERE c.sequence = 1""";

    private final Installation parley;
    private final Report report;
    private final int calls = Settings.number("REPORTS_CALLS", 10_000_000);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Reports(Installation parley, Report report) {
        this.parley = parley;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        Report report = new Report();
        report.note("Starting PostgreSQL and %s ...", ServerProduct.chosen().title());
        try (Installation parley = new Installation(Map.of("LEDGER_UPKEEP_INTERVAL", "PT1S"))) {
            String surroundings = parley.surroundings();
            new Reports(parley, report).run();
            report.table(surroundings);
        }
    }

    private void run() throws Exception {
        report.note("making %d calls ...", calls);
        parley.rows().execute(ACCOUNTS + ";" + AGENTS);
        parley.rows()
                .execute("SET session_replication_role = replica; " + CALLS.replace("CALLS", String.valueOf(calls))
                        + "; " + REQUESTS + "; SET session_replication_role = origin");
        parley.rows().execute("VACUUM ANALYZE llm_calls");
        parley.rows().execute("VACUUM ANALYZE llm_requests");
        report.figure("calls, requests", "%d, %s, %s", calls, size("llm_calls"), size("llm_requests"));
        long begun = System.nanoTime();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        while (parley.rows().count("SELECT count(*) FROM summed_days WHERE day >= ?", today.minusDays(1)) == 0) {
            if (System.nanoTime() - begun > PATIENCE) {
                throw new IllegalStateException("the days are not summed");
            }
            TimeUnit.SECONDS.sleep(1);
        }
        report.figure(
                "all days summed for the first time",
                "%d s, %s",
                (System.nanoTime() - begun) / 1_000_000_000,
                size("usage_days"));
        parley.rows().execute("VACUUM ANALYZE usage_days");
        String month = "from=" + today.minusDays(30) + "&to=" + today.plusDays(1);
        String year = "from=" + today.minusDays(365) + "&to=" + today.plusDays(1);
        time(
                "one account, a month, all dimensions",
                "accounts/" + largest() + "/usage?by=agent,model,day,status,cost_source&" + month);
        time("all accounts, today", "admin/usage?by=account&from=" + today + "&to=" + today.plusDays(1));
        time("all accounts, a month, by account and day", "admin/usage?by=account,day&" + month);
        time("all accounts, a year, by account", "admin/usage?by=account&" + year);
        time("console: the newest requests and those that run", "admin/requests");
        time("console: nodes", "admin/nodes");
        time("all accounts, a year, by agent and model, CSV", "admin/usage/csv?by=agent,model&" + year);
    }

    private void time(String what, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + parley.port() + "/api/" + path))
                .build();
        long[] nanos = new long[TIMES];
        int length = 0;
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            nanos[i] = System.nanoTime() - begun;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            length = answer.body().length();
        }
        report.figure(what, "%s ms p50 / p95 / p99; %d KB", new Percentiles(LongStream.of(nanos)), length >> 10);
    }

    private String largest() {
        return String.valueOf(parley.rows().one("""
                        SELECT a.slug FROM accounts a JOIN usage_days d ON d.account_id = a.id
                        GROUP BY a.slug ORDER BY sum(d.calls) DESC LIMIT 1""").get("slug"));
    }

    private String size(String table) {
        return String.valueOf(parley.rows()
                .one("SELECT pg_size_pretty(pg_total_relation_size('" + table + "')) AS size")
                .get("size"));
    }
}
