package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where providers may stand, and how they are reached. */
class ProviderIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void a_private_address_is_a_fault_of_the_configuration_and_nothing_is_booked() {
        Api.Answer answer = api.chat("initech/literal", "to a literal");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/agent-not-configured");
        assertThat(answer.response().body()).doesNotContain("127.0.0.1", "llm.provider");
        assertThat(sql.count("SELECT count(*) FROM llm_requests WHERE agent_instance_slug = 'literal'"))
                .isZero();
        assertThat(parley.provider().book("to a literal")).isEmpty();
        assertThat(parley.console())
                .contains("agent_configs/initech/config.yaml line 8: llm.provider.base_url is not a public address,"
                        + " and llm.provider.allow_private_addresses is false");
    }

    @Test
    void a_name_of_a_private_address_is_a_failed_call() {
        List<EventStream.Event> events =
                api.stream("initech/named", "to a name").all();

        EventStream.Event error = events.get(events.size() - 1);
        assertThat(error.text("type")).isEqualTo("/problems/provider-unavailable");
        assertThat(error.data().toString()).doesNotContain("localhost", "127.0.0.1");
        String id = error.text("llm_request_id");
        assertThat(sql.request(id)).containsEntry("error_type", "provider_connect");
        assertThat(sql.calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .containsEntry("status", "failed")
                        .containsEntry("error_type", "provider_connect"));
        assertThat(parley.console().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"event\":\"llm.provider.address_refused\"",
                                "\"host\":\"localhost\"",
                                "\"allowed_by\":\"llm.provider.allow_private_addresses\""));
    }

    @Test
    void a_provider_outside_is_reached_by_the_proxy() {
        parley.provider().script("through the proxy", call -> call.text("ok").end("stop", 1, 1, "0"));

        assertThat(api.chat("initech/proxied", "through the proxy").status()).isEqualTo(200);

        assertThat(parley.proxy().heads())
                .anySatisfy(head -> assertThat(head)
                        .startsWith("POST http://provider.example/v1/chat/completions")
                        .contains("Proxy-Authorization: Basic "));
        assertThat(parley.provider().book("through the proxy"))
                .singleElement()
                .satisfies(call -> assertThat(call.header("Authorization")).isEqualTo("Bearer canary-key-5f1c0e"));
    }

    @Test
    void a_model_that_its_provider_does_not_list_is_told_to_operators_once() {
        parley.provider()
                .script(
                        "is it listed",
                        call -> call.text("1").end("stop", 1, 1, "0"),
                        call -> call.text("2").end("stop", 1, 1, "0"));
        for (int i = 0; i < 2; i++) {
            assertThat(api.chat("initech/sound", "is it listed").status()).isEqualTo(200);
        }

        await().untilAsserted(() -> assertThat(parley.console()
                        .lines()
                        .filter(line -> line.contains("llm.models.") && line.contains("\"initech/")))
                .singleElement()
                .asString()
                .contains("\"event\":\"llm.models.unknown\"", "\"model\":\"initech/account-model\""));
        assertThat(parley.provider().looksAtModels()).containsExactly("Bearer canary-key-5f1c0e");
    }
}
