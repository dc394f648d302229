package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quick start's conversation: the sample agents, answered by the offline model over HTTP like by any provider. */
class OfflineIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void two_questions_at_once_are_two_tool_calls_at_once() {
        List<EventStream.Event> events = api.stream(
                        "wyckoff/wyckoff_info_chat1", "Who is a cardiologist, and when is the pharmacy open?")
                .all();

        String id = events.get(0).text("llm_request_id");
        assertThat(events)
                .extracting(EventStream.Event::name)
                .filteredOn("tool_call"::equals)
                .hasSize(2);
        assertThat(EventStream.text(events)).contains("Cardiologist", "**Pharmacy** is open", "Offline model");
        assertThat(sql.toolCalls(id))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call).containsEntry("status", "ok"));
        assertThat(sql.request(id))
                .containsEntry("completion_status", "complete")
                .containsEntry("provider", "offline");
        assertThat((BigDecimal) sql.request(id).get("total_cost")).isPositive();
        assertThat(sql.count("""
                        SELECT count(*) FROM llm_requests r WHERE r.id = ?::uuid
                        AND r.total_cost = (SELECT sum(total_cost) FROM llm_calls c WHERE c.llm_request_id = r.id)""", id)).isEqualTo(1);
    }

    @Test
    void each_sample_agent_answers_with_its_own_model_and_says_what_it_is() {
        for (String agent :
                List.of("wyckoff/wyckoff_info_chat1", "agrofresh/agro_info_chat1", "default/simple_chat1")) {
            Api.Answer answer = api.chat(agent, "Hello, who are you?");
            assertThat(answer.status()).as(agent).isEqualTo(200);
            assertThat(answer.json().getString("content")).as(agent).containsIgnoringCase("offline model");
        }
        assertThat(sql.rows("""
                        SELECT DISTINCT model FROM llm_requests WHERE agent_instance_slug IN
                        ('wyckoff_info_chat1', 'agro_info_chat1', 'simple_chat1')""")).hasSize(3);
    }
}
