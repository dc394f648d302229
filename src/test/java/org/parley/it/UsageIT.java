package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was used and what it cost, by whatever one asks for; and what was said can be erased from it. */
class UsageIT {
    private static final String USAGE = "/api/accounts/reported/usage";

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void a_report_has_the_sums_of_the_calls_by_what_was_asked_for() {
        turn("reported/one", "report-a", "0.25");
        turn("reported/two", "report-b", "0.5");
        parley.provider().script("report-cut", call -> call.text("Half"));
        api.stream("reported/two", "report-cut").await("done");

        JsonObject report = api.get(USAGE + "?by=agent,status,cost_source").json();

        assertThat(row(report, "agent", "one", "status", "settled").getString("total_cost"))
                .isEqualTo(known("reported", "agent_instance_slug = 'one' AND c.status = 'settled'"));
        assertThat(row(report, "agent", "two", "status", "partial").isNull("total_cost"))
                .isTrue();
        assertThat(row(report, "agent", "two", "status", "partial").getInt("unknown_calls"))
                .isPositive();
        JsonObject total = report.getJsonObject("total");
        assertThat(total.getJsonNumber("calls").longValue())
                .isEqualTo(
                        sql.count(
                                "SELECT count(*) FROM llm_calls c JOIN accounts a ON a.id = c.account_id AND a.slug = 'reported'"));
        assertThat(total.getString("total_cost")).isEqualTo(known("reported", "true"));
    }

    @Test
    void the_same_is_a_file_of_commas() {
        turn("reported/one", "report-csv", "0.125");
        Api.Answer answer = api.get(USAGE + "/csv?by=agent,model");
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(answer.header("Content-Disposition")).startsWith("attachment; filename=\"usage-");
        List<String> lines = answer.response().body().lines().toList();
        assertThat(lines.get(0)).startsWith("agent,model,requests,calls,unknown_calls,prompt_tokens,");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("one,served/reported/model,"));
    }

    @Test
    void operators_see_all_accounts_on_the_machine() {
        turn("reported/one", "report-all", "0.125");
        turn("globex/gamma", "report-other", "0.125");
        JsonObject report = api.get("/api/admin/usage?by=account").json();
        assertThat(row(report, "account", "reported").getString("total_cost")).isEqualTo(known("reported", "true"));
        assertThat(row(report, "account", "globex").getString("total_cost")).isEqualTo(known("globex", "true"));
    }

    @Test
    void what_cannot_be_reported_is_refused() {
        assertThat(api.get("/api/accounts/nobody/usage").status()).isEqualTo(404);
        for (String query : List.of("by=week", "from=soon", "from=2026-11-02&to=2026-11-01", "by=")) {
            assertThat(api.get(USAGE + "?" + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void days_that_are_over_are_summed_once_and_again_when_a_call_of_theirs_changes() {
        String id = turn("reported/two", "report-old", "0.75");
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(3);
        String late = copy(id, "3 days");
        String query = USAGE + "?by=day,cost_source&from=" + day + "&to=" + day.plusDays(1);

        sql.execute("INSERT INTO changed_days SELECT account_id, DATE '" + day
                + "', now() FROM llm_requests WHERE id = '" + late + "' ON CONFLICT DO NOTHING");
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            assertThat(sql.count("SELECT count(*) FROM summed_days WHERE day = ?", day))
                    .isEqualTo(1);
            assertThat(row(api.get(query).json(), "cost_source", "unknown").getInt("calls"))
                    .isEqualTo(1);
        });
        sql.execute("UPDATE llm_calls SET cost_source = 'provider', total_cost = 0.0625 WHERE llm_request_id = '" + late
                + "'");
        sql.execute("UPDATE llm_requests SET total_cost = 0.0625 WHERE id = '" + late + "'");

        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            JsonObject report = api.get(query).json();
            assertThat(report.getJsonArray("rows")).hasSize(1);
            assertThat(row(report, "cost_source", "provider").getString("total_cost"))
                    .isEqualTo("0.0625");
        });
        assertThat(sql.count("SELECT count(*) FROM changed_days WHERE day = ?", day))
                .isZero();
    }

    @Test
    void what_was_said_is_erased_and_what_it_cost_stays() {
        parley.provider()
                .script(
                        "erase-me",
                        call -> call.tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 1, 1, "0.5"),
                        call -> call.text("Erased soon.").end("stop", 1, 1, "0.5"));
        EventStream.Event done = api.stream("reported/one", "erase-me").await("done");
        String id = done.text("llm_request_id");
        String session = String.valueOf(sql.request(id).get("session_id"));
        String other = turn("reported/one", "stay-here", "0.5");

        Api.Answer answer = api.delete("/api/accounts/reported/messages?session_id=" + session);

        assertThat(answer.json().getInt("erased_requests")).isEqualTo(1);
        assertThat(sql.messages(id)).isEmpty();
        assertThat(sql.messages(other)).hasSize(2);
        assertThat(sql.toolCalls(id))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("arguments", "")
                        .containsEntry("result", null)
                        .containsEntry("status", "ok"));
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("1");
        assertThat(sql.calls(id)).hasSize(2);
        assertThat(sql.count("SELECT count(*) FROM ledger_audit WHERE llm_request_id = ?", UUID.fromString(id)))
                .isZero();
        assertThat(api.get("/api/accounts/reported/requests/" + id + "/events").status())
                .isEqualTo(200);
    }

    @Test
    void what_is_older_than_a_day_is_erased_of_that_account_only() {
        String old = copy(turn("reported/two", "old-words", "0.5"), "400 days");
        String recent = turn("reported/two", "new-words", "0.5");
        String before = LocalDate.now(ZoneOffset.UTC).minusDays(300).toString();

        assertThat(api.delete("/api/accounts/acme/messages?before=" + before)
                        .json()
                        .getInt("erased_requests"))
                .isZero();
        assertThat(api.delete("/api/accounts/reported/messages?before=" + before)
                        .json()
                        .getInt("erased_requests"))
                .isEqualTo(1);
        assertThat(sql.request(old).get("text_erased_at")).isNotNull();
        assertThat(sql.messages(recent)).hasSize(2);
        for (String query : List.of(
                "",
                "?before=soon",
                "?before=%2B300000-01-01",
                "?before=" + before + "&session_id=" + UUID.randomUUID())) {
            assertThat(api.delete("/api/accounts/reported/messages" + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    /** A copy of a request and its call from that long ago, with a cost that is not known. */
    private String copy(String id, String ago) {
        UUID copy = UUID.randomUUID();
        sql.execute("""
                INSERT INTO llm_requests SELECT (jsonb_populate_record(r, jsonb_build_object('id', 'COPY',
                  'started_at', r.started_at - interval 'AGO', 'idempotency_key', NULL, 'body_hash', NULL, 'total_cost', NULL))).*
                FROM llm_requests r WHERE id = 'ID'""".replace("COPY", copy.toString()).replace("AGO", ago).replace("ID'", id + "'"));
        sql.execute("""
                INSERT INTO llm_calls SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'llm_request_id', 'COPY',
                  'claimed_at', c.claimed_at - interval 'AGO', 'cost_source', 'unknown', 'total_cost', NULL, 'generation_id', NULL))).*
                FROM llm_calls c WHERE llm_request_id = 'ID'""".replace("COPY", copy.toString()).replace("AGO", ago).replace("ID'", id + "'"));
        return copy.toString();
    }

    private String turn(String agent, String word, String cost) {
        parley.provider().script(word, call -> call.text("ok").end("stop", 10, 5, cost));
        return api.chat(agent, word).json().getString("llm_request_id");
    }

    private String known(String account, String condition) {
        return sql.value(BigDecimal.class, """
                        SELECT sum(c.total_cost) FROM llm_calls c JOIN llm_requests r ON r.id = c.llm_request_id
                        WHERE c.claimed_at >= date_trunc('month', now(), 'UTC') AND r.account_slug = ? AND\s""" + condition, account).toPlainString();
    }

    private static JsonObject row(JsonObject report, String... fields) {
        return report.getJsonArray("rows").getValuesAs(JsonObject.class).stream()
                .filter(row -> {
                    for (int i = 0; i < fields.length; i += 2) {
                        if (!row.getString(fields[i]).equals(fields[i + 1])) {
                            return false;
                        }
                    }
                    return true;
                })
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join(" ", fields) + " is not in " + report));
    }
}
