package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.fake.ProviderStub;

/** The configuration of a running server: changed by its files, guarded against bad ones, and explained. */
class ConfigIT {
    private static final String ALPHA = "agent_configs/acme/alpha/config.yaml";
    private static final ProviderStub.Reply OK = call -> call.text("ok").end("stop", 1, 1, "0");

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);
    private final ConfigEdit edit = new ConfigEdit(parley.configDirectory(), api);

    @AfterEach
    void undo() {
        edit.close();
    }

    @Test
    void a_change_holds_for_the_next_turn_and_a_running_one_keeps_what_it_has() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        parley.provider()
                .script(
                        "kept-config",
                        call -> {
                            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                            call.tool(0, "a", "no_such_tool", "{}").end("tool_calls", 1, 1, "0");
                        },
                        OK);
        parley.provider().script("next-config", OK);
        EventStream running = api.stream("acme/alpha", "kept-config");
        String before = running.await("start").text("llm_request_id");

        edit.write(ALPHA, "llm: {model: acme/changed, temperature: 1.5, max_tokens: 99}\n");
        edit.write("agent_configs/acme/alpha/system_prompt.md", "You were changed.");
        goOn.countDown();
        running.all();
        String after = api.chat("acme/alpha", "next-config").json().getString("llm_request_id");

        assertThat(parley.provider().book("kept-config"))
                .extracting(call -> call.request().getString("model"))
                .containsExactly("acme/alpha-model", "acme/alpha-model");
        JsonObject next = parley.provider().book("next-config").get(0).request();
        assertThat(next.getString("model")).isEqualTo("acme/changed");
        assertThat(next.getJsonNumber("temperature").bigDecimalValue()).isEqualByComparingTo("1.5");
        assertThat(next.getInt("max_tokens")).isEqualTo(99);
        assertThat(next.getJsonArray("messages").getJsonObject(0).getString("content"))
                .startsWith("You were changed.");
        assertThat(sql.request(after).get("config_hash"))
                .isNotEqualTo(sql.request(before).get("config_hash"))
                .isEqualTo(explained("acme/alpha").getString("hash"));
        assertThat(parley.console()).contains("\"event\":\"config.snapshot.swapped\"");
        String hash = edit.state().getString("hash");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> sql.count(
                                "SELECT count(*) FROM audit_events WHERE action = 'configuration' AND object = ?", hash)
                        > 0);
    }

    @Test
    void an_agent_that_comes_later_is_served_without_a_restart() {
        parley.provider().script("late-agent", OK);

        edit.write("agent_configs/acme/late/config.yaml", "agent: {name: Late}\n");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                api.get("/api/accounts/acme/agents/late").status())
                        .isEqualTo(200));
        assertThat(api.chat("acme/late", "late-agent").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent_configs/acme/alpha/config.yaml | llm: {temperature: 9} | llm.temperature is not within 0 to 2",
                "agent_configs/acme/config.yaml | llm: {max_tokens: many} | llm.max_tokens is not a whole number",
                "agent_configs/acme/alpha/config.yaml | 'llm: [' | is not YAML",
                "config.yaml | config: {cascade: {missing: maybe}} | config.cascade.missing is none of fail, fallback",
                "agent_configs/acme/alpha/config.yaml | prompt: {modules: [nowhere]} | prompt.modules names nowhere, which has no file"
            })
    void a_bad_file_takes_no_running_agent_down_and_is_told_by_readiness_and_an_event(
            String path, String content, String reason) {
        parley.provider().script("despite-bad-file", OK, OK);

        edit.spoil(path, "# spoilt\n" + content + "\n");

        assertThat(api.chat("acme/alpha", "despite-bad-file").status()).isEqualTo(200);
        assertThat(api.get("/api/accounts/wyckoff/agents/wyckoff_info_chat1").status())
                .isEqualTo(200);
        Api.Answer ready = api.get("/health/ready");
        assertThat(ready.status()).as("the node serves on").isEqualTo(200);
        assertThat(ready.response().body()).contains(path + " line ").contains(reason.trim());
        assertThat(parley.console().lines().filter(line -> line.contains("\"event\":\"config.snapshot.refused\"")))
                .anySatisfy(line -> assertThat(line).contains("\"source\":\"" + path + "\""));
        assertThat(api.get("/metrics?scope=application").response().body()).contains("config_lag_seconds");
    }

    /** The fault of an earlier system: it looked for the agent's type where account and agent belong. */
    @Test
    void the_folder_of_the_agents_type_is_ignored_and_reported() {
        parley.provider().script("wrong-path", OK);

        edit.write("agent_configs/tester/config.yaml", "llm: {model: by/type, temperature: 2}\n");

        api.chat("acme/alpha", "wrong-path");
        JsonObject sent = parley.provider().book("wrong-path").get(0).request();
        assertThat(sent.getString("model")).isEqualTo("acme/alpha-model");
        assertThat(sent.getJsonNumber("temperature").bigDecimalValue()).isEqualByComparingTo("0.125");
        assertThat(edit.state().getJsonArray("warnings").toString())
                .contains("agent_configs/tester/config.yaml", "the account tester has none");
        assertThat(parley.console().lines().filter(line -> line.contains("\"event\":\"config.without_effect\"")))
                .anySatisfy(line -> assertThat(line).contains("agent_configs/tester/config.yaml"));
    }

    @Test
    void an_unknown_key_is_reported_with_the_nearest_one() {
        edit.write(ALPHA, "llm:\n  model: acme/alpha-model\n  temprature: 0.9\n");

        assertThat(edit.state().getJsonArray("warnings").toString())
                .contains("\"source\":\"" + ALPHA + "\",\"line\":3,\"key\":\"llm.temprature\"")
                .contains("the nearest is llm.temperature");
    }

    @Test
    void each_value_is_explained_by_source_file_line_and_ordinal_with_what_lower_levels_say() {
        JsonObject temperature = key(explained("acme/alpha"), "llm.temperature");

        assertThat(temperature.getString("value")).isEqualTo("0.125");
        assertThat(temperature.getString("file")).isEqualTo(ALPHA);
        assertThat(temperature.getInt("line")).isEqualTo(6);
        assertThat(temperature.getInt("ordinal")).isEqualTo(260);
        List<JsonObject> below = temperature.getJsonArray("below").getValuesAs(JsonObject.class);
        assertThat(below)
                .extracting(level ->
                        level.getInt("ordinal") + " " + level.getString("source") + " " + level.getString("value"))
                .containsExactly(
                        "240 agent_configs/acme/config.yaml 0.5",
                        "220 config.yaml 0.3",
                        "100 META-INF/microprofile-config.properties 0.7");
        assertThat(key(explained("acme/alpha"), "threads.runs").getString("source"))
                .isEqualTo("environment");
    }

    @Test
    void secrets_are_explained_as_set_or_not_set() {
        String whole = explained("initech/disclosing").toString();
        JsonObject secret = key(explained("acme/alpha"), "llm.provider.api_key");

        assertThat(secret.getBoolean("secret")).isTrue();
        assertThat(secret.getBoolean("set")).isTrue();
        assertThat(secret.get("value")).isEqualTo(JsonValue.NULL);
        assertThat(whole)
                .contains("\"served\":false", "has a user or password in it")
                .doesNotContain("5f1c0e");
        assertThat(api.get("/api/admin/config").response().body()).doesNotContain("5f1c0e");
    }

    @Test
    void an_agent_that_does_not_exist_is_explained_by_the_missing_file() {
        Api.Answer answer = api.get("/api/admin/accounts/acme/agents/nobody/config");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.response().body()).contains("agent_configs/acme/nobody/config.yaml");
        assertThat(api.get("/api/admin/accounts/acme/agents/..%2Fx/config").status())
                .isEqualTo(404);
    }

    @Test
    void the_events_of_the_cascade_name_key_source_account_and_agent() {
        assertThat(parley.console().lines().filter(line -> line.contains("\"event\":\"config.cascade.success\"")))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"account\":\"acme\"",
                                "\"agent\":\"alpha\"",
                                "\"key\":\"llm.temperature\"",
                                "\"source\":\"" + ALPHA + "\"",
                                "\"line\":6"));
    }

    @Test
    void an_agent_without_a_file_falls_back_when_a_setting_says_so_and_the_event_names_what_it_fell_back_to() {
        parley.provider().script("fallen-back", OK);
        edit.write("agent_configs/acme/lost/config.yaml", "agent: {name: Lost}\n");
        await().untilAsserted(() ->
                assertThat(api.get("/api/accounts/acme/agents/lost").status()).isEqualTo(200));
        edit.write("config.yaml", edit.read("config.yaml") + "\nconfig: {cascade: {missing: fallback}}\n");

        edit.delete("agent_configs/acme/lost/config.yaml");
        assertThat(api.chat("acme/lost", "fallen-back").status()).isEqualTo(200);

        assertThat(parley.provider().book("fallen-back").get(0).request().getString("model"))
                .isEqualTo("acme/account-model");
        assertThat(parley.console().lines().filter(line -> line.contains("\"event\":\"config.cascade.fallback\"")))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"agent\":\"lost\"",
                                "\"key\":\"llm.model\"",
                                "\"source\":\"agent_configs/acme/config.yaml\""));
    }

    @Test
    void the_node_tells_its_epoch_and_hash_in_metrics_and_to_the_others() {
        JsonObject state = edit.state();
        String metrics = api.get("/metrics?scope=application").response().body();
        long hash = Long.parseLong(state.getString("hash").substring(0, 8), 16);

        assertThat(gauge(metrics, "config_epoch")).isEqualTo(state.getInt("epoch"));
        assertThat(gauge(metrics, "config_hash")).isEqualTo(hash);
        assertThat(gauge(metrics, "config_lag_seconds")).isZero();
        assertThat(metrics).contains("config_check_age_seconds", "config_refused_agents");
        await().untilAsserted(() -> assertThat(
                        edit.state().getJsonArray("nodes").getValuesAs(JsonObject.class))
                .anySatisfy(node -> {
                    assertThat(node.getInt("epoch")).isEqualTo(state.getInt("epoch"));
                    assertThat(node.getString("hash")).isEqualTo(state.getString("hash"));
                }));
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-For,127.0.0.1", "Forwarded,for=127.0.0.1", "Origin,http://evil.example"})
    void who_is_not_on_the_machine_is_told_nothing(String header, String value) {
        for (String path : List.of("/api/admin/config", "/api/admin/accounts/acme/agents/alpha/config")) {
            Api.Answer answer = api.send(HttpRequest.newBuilder(parley.address().resolve(path))
                    .header(header, value)
                    .build());
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().getString("type")).isEqualTo("/problems/loopback-only");
        }
    }

    private JsonObject explained(String agent) {
        return api.get(Api.path(agent).replace("/api/", "/api/admin/") + "/config")
                .json();
    }

    private static JsonObject key(JsonObject explained, String key) {
        return explained.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                .filter(entry -> entry.getString("key").equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static long gauge(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToLong(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))
                        .longValue())
                .findFirst()
                .orElseThrow();
    }
}
