package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parley.fake.StubCall;

/** What a call cost whose end was not seen is asked of the provider, until it says it or it is given up. */
class ReconciliationIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void an_unknown_cost_becomes_what_the_provider_bills_and_all_sums_follow() {
        parley.provider().script("cut-and-billed", call -> call.text("Half of an ans"));
        String id = cut("cut-and-billed");
        assertThat(call(id)).containsEntry("cost_source", "unknown").containsEntry("total_cost", null);
        await().atMost(LIMIT).until(() -> !Integer.valueOf(0).equals(call(id).get("reconcile_attempts")));

        billed("cut-and-billed").bill("stop", 70, 30, new BigDecimal("0.0125"));

        await().atMost(LIMIT).until(() -> isSettled(id));
        assertThat(call(id))
                .containsEntry("status", "partial")
                .containsEntry("prompt_tokens", 70L)
                .containsEntry("completion_tokens", 30L)
                .containsEntry("estimated_cost", null);
        assertThat((BigDecimal) call(id).get("total_cost")).isEqualByComparingTo("0.0125");
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isEqualByComparingTo("0.0125");
        assertThat(sql.request(id)).containsEntry("total_tokens", 100L);
        assertThat((BigDecimal) sql.messages(id).get(1).get("total_cost")).isEqualByComparingTo("0.0125");
        assertThat(sql.count("SELECT count(*) FROM ledger_audit WHERE llm_request_id = ?", UUID.fromString(id)))
                .isZero();
        String call = String.valueOf(call(id).get("id"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(parley.console().lines())
                        .filteredOn(line -> line.contains(call))
                        .anySatisfy(line -> assertThat(line).contains("\"event\":\"reconciliation.settled\"")));
    }

    @Test
    void an_estimate_gives_way_and_its_difference_stays_known() {
        parley.provider().script("estimated-and-billed", call -> {
            String head = "\"id\":\"" + call.generationId() + "\",\"model\":\"parley-offline-1\"";
            call.event("{" + head + ",\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}");
        });
        String id = cut("estimated-and-billed");
        BigDecimal estimated = (BigDecimal) call(id).get("total_cost");
        assertThat(call(id)).containsEntry("cost_source", "estimate");

        billed("estimated-and-billed").bill("stop", 700, 300, new BigDecimal("0.5"));

        await().atMost(LIMIT).until(() -> isSettled(id));
        assertThat(call(id)).containsEntry("price_version", null).containsEntry("completion_cost", null);
        assertThat((BigDecimal) call(id).get("estimated_cost")).isEqualByComparingTo(estimated);
        assertThat((BigDecimal) call(id).get("total_cost")).isEqualByComparingTo("0.5");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(api.get("/metrics").response().body())
                        .contains("llm_reconciled_calls_total{", "llm_reconciled_difference_usd{"));
    }

    @Test
    void with_a_brought_key_the_fee_and_what_the_other_provider_bills_are_both_booked() {
        parley.provider().script("key-brought", call -> call.text("Half"));
        String id = cut("key-brought");

        billed("key-brought").billBesides("stop", 7, 3, new BigDecimal("0.001"), new BigDecimal("0.02"));

        await().atMost(LIMIT).until(() -> isSettled(id));
        assertThat((BigDecimal) call(id).get("total_cost")).isEqualByComparingTo("0.021");
        assertThat((BigDecimal) call(id).get("upstream_cost")).isEqualByComparingTo("0.02");
    }

    @Test
    void what_the_provider_never_tells_is_given_up_and_stays_visible() {
        parley.provider().script("never-billed", call -> call.text("Half"));
        String id = cut("never-billed");
        UUID call = sql.value(UUID.class, "SELECT id FROM llm_calls WHERE llm_request_id = ?", UUID.fromString(id));

        await().atMost(LIMIT)
                .until(() -> parley.console()
                        .lines()
                        .anyMatch(line -> line.contains("reconciliation.given_up") && line.contains(call.toString())));
        assertThat(call(id)).containsEntry("cost_source", "unknown").containsEntry("reconcile_attempts", 4);
        assertThat(sql.row("SELECT given_up FROM unsettled_calls WHERE id = ?", call))
                .containsEntry("given_up", true);
    }

    private String cut(String word) {
        return api.stream("acme/alpha", word).await("done").text("llm_request_id");
    }

    private StubCall billed(String word) {
        return parley.provider().book(word).get(0);
    }

    private boolean isSettled(String requestId) {
        return "provider".equals(call(requestId).get("cost_source"));
    }

    private Map<String, Object> call(String requestId) {
        return sql.calls(requestId).get(0);
    }
}
