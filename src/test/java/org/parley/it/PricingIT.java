package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;

/** What calls cost whose provider names no cost. */
class PricingIT {
    private static final String ANTHROPICS =
            "{\"input_tokens\":60,\"cache_read_input_tokens\":2000,\"output_tokens\":100}";
    private static final String OPENAIS = "{\"prompt_tokens\":2060,\"completion_tokens\":100,\"total_tokens\":2160,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":2000}}";

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void the_served_model_is_priced_by_the_accounts_book_whatever_the_convention_of_its_tokens() {
        for (String usage : new String[] {OPENAIS, ANTHROPICS}) {
            parley.provider().script("priced-by-book", served("acme/priced", usage));
            Map<String, Object> call = callOf("acme/alpha", "priced-by-book");
            assertThat(call)
                    .containsEntry("cost_source", "price_book")
                    .containsEntry("prompt_tokens", 2060L)
                    .containsEntry("cached_tokens", 2000L);
            assertThat(String.valueOf(call.get("price_version"))).startsWith("agent_configs/acme/price_book.csv@");
            assertThat((BigDecimal) call.get("total_cost")).isEqualByComparingTo("0.00228");
        }
    }

    @Test
    void a_model_without_a_price_is_unknown_and_operators_are_told_its_name() {
        parley.provider().script("not-priced", served("acme/priced", OPENAIS));
        assertThat(callOf("globex/gamma", "not-priced"))
                .containsEntry("cost_source", "unknown")
                .containsEntry("total_cost", null)
                .containsEntry("prompt_tokens", 2060L);
        assertThat(parley.console().lines())
                .filteredOn(line -> line.contains("\"event\":\"cost_tracking.unpriced\""))
                .anySatisfy(line -> assertThat(line).contains("\"model\":\"acme/priced\""));
        assertThat(api.get("/metrics").response().body()).contains("llm_unpriced_calls_total{");
    }

    private Map<String, Object> callOf(String agent, String message) {
        String id = api.chat(agent, message).json().getString("llm_request_id");
        return sql.calls(id).get(0);
    }

    private static ProviderStub.Reply served(String model, String usage) {
        return call -> {
            String head = "{\"id\":\"gen-p\",\"model\":\"" + model + "\",";
            call.event(head + "\"choices\":[{\"delta\":{\"content\":\"Yes.\"},\"finish_reason\":\"stop\"}]}");
            call.event(head + "\"choices\":[],\"usage\":" + usage + "}");
            call.done();
        };
    }
}
