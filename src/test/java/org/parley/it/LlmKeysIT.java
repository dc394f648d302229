package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.fake.ProviderStub;
import org.parley.fake.StubCall;
import org.parley.it.Levels.Level;

/**
 * Each {@code llm.*} key is set on each level in turn, and what reaches the provider is looked at: never a log line, and
 * never what the server says of itself. Keys that this server has in its environment are tried in {@code SecondNodeIT}.
 */
class LlmKeysIT {
    private static final ProviderStub.Reply OK = call -> call.text("ok").end("stop", 1, 1, "0");
    private static final ProviderStub.Reply BUSY = call -> call.status(503, "{}");

    private static final Parley PARLEY = Parley.running();
    private static Levels levels;

    private final Sql sql = new Sql(PARLEY);

    @BeforeAll
    static void open() {
        levels = new Levels(PARLEY.configDirectory(), new Api(PARLEY.address()));
    }

    @AfterAll
    static void undo() {
        levels.close();
    }

    @ParameterizedTest
    @EnumSource
    void model(Level level) {
        List<String> values = List.of("m/global", "m/account", "m/agent");
        assertThat(sent(level, "llm.model", values).getString("model")).isEqualTo(level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void temperature(Level level) {
        List<String> values = List.of("0.11", "0.22", "0.33");
        assertThat(sent(level, "llm.temperature", values).get("temperature")).hasToString(level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void max_tokens(Level level) {
        List<String> values = List.of("11", "22", "33");
        assertThat(sent(level, "llm.max_tokens", values).get("max_tokens")).hasToString(level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void provider_name(Level level) {
        List<String> values = List.of("by-global", "by-account", "by-agent");
        levels.set(level, base(), "llm.provider.name", values);
        PARLEY.provider().script("key-name", OK);
        assertThat(sql.request(levels.ask("key-name"))).containsEntry("provider", level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void provider_base_url(Level level) {
        List<ProviderStub> stubs = List.of(new ProviderStub(), new ProviderStub(), new ProviderStub());
        try {
            stubs.forEach(stub -> stub.script("key-base", OK));
            levels.set(
                    level,
                    base(),
                    "llm.provider.base_url",
                    stubs.stream().map(ProviderStub::baseUrl).toList());
            levels.ask("key-base");
            for (int i = 0; i < stubs.size(); i++) {
                assertThat(stubs.get(i).book("key-base")).hasSize(i == level.index() ? 1 : 0);
            }
        } finally {
            stubs.forEach(ProviderStub::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void provider_allow_private_addresses(Level level) {
        List<String> values = List.of("true", "false", "true");
        Map<String, String> base =
                with("llm.provider.base_url", PARLEY.provider().baseUrl().replace("127.0.0.1", "localhost"));
        int expected = level.of(values).equals("true") ? 1 : 0;
        assertThat(calls(level, base, "llm.provider.allow_private_addresses", values, OK))
                .hasSize(expected);
    }

    @ParameterizedTest
    @EnumSource
    void provider_no_proxy(Level level) {
        List<String> values = List.of("other.example", "provider.example", "other.example");
        int expected = level.of(values).equals("other.example") ? 1 : 0;
        Map<String, String> base = with("llm.provider.base_url", "http://provider.example/v1");
        assertThat(calls(level, base, "llm.provider.no_proxy", values, OK))
                .as("by the proxy, the only way to this host")
                .hasSize(expected);
    }

    @ParameterizedTest
    @EnumSource
    void provider_check_models(Level level) {
        ProviderStub stub = new ProviderStub();
        try (stub) {
            List<String> values = List.of("true", "false", "true");
            Map<String, String> base = with("llm.provider.base_url", stub.baseUrl());
            stub.script("key-check", OK);
            levels.set(level, base, "llm.provider.check_models", values);
            levels.ask("key-check");
            boolean wanted = level.of(values).equals("true");
            await().during(wanted ? 0 : 300, TimeUnit.MILLISECONDS)
                    .untilAsserted(() -> assertThat(stub.looks()).hasSize(wanted ? 1 : 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fallback_models(Level level) {
        List<String> values = List.of("f/global", "f/account", "f/agent");
        assertThat(calls(level, base(), "llm.fallback_models", values, call -> call.status(404, "{}"), OK))
                .extracting(call -> call.request().getString("model"))
                .containsExactly("base/model", level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void retry_attempts(Level level) {
        List<String> values = List.of("0", "2", "1");
        assertThat(calls(level, base(), "llm.retry.attempts", values, BUSY, BUSY, BUSY, BUSY))
                .hasSize(1 + Integer.parseInt(level.of(values)));
    }

    /** A pause that would outlast the turn is not begun. */
    @ParameterizedTest
    @EnumSource
    void retry_backoff(Level level) {
        List<String> values = List.of("PT60S", "PT0.01S", "PT60S");
        Map<String, String> base = with("llm.retry.attempts", "1");
        base.put("llm.retry.max_wait", "PT60S");
        assertThat(calls(level, base, "llm.retry.backoff", values, BUSY, OK))
                .hasSize(level.of(values).equals("PT60S") ? 1 : 2);
    }

    @ParameterizedTest
    @EnumSource
    void retry_max_wait(Level level) {
        List<String> values = List.of("PT0.5S", "PT5S", "PT0.5S");
        ProviderStub.Reply wait = call -> call.header("Retry-After", "1").status(429, "{}");
        assertThat(calls(level, with("llm.retry.attempts", "1"), "llm.retry.max_wait", values, wait, OK))
                .hasSize(level.of(values).equals("PT5S") ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void timeout_first_byte(Level level) {
        List<String> values = List.of("PT0.5S", "PT60S", "PT0.5S");
        CountDownLatch over = new CountDownLatch(1);
        Map<String, String> base = with("llm.retry.attempts", "1");
        base.put("llm.timeout.connect", "PT0.5S");
        ProviderStub.Reply silent = call -> over.await(30, TimeUnit.SECONDS);
        assertThat(calls(level, base, "llm.timeout.first_byte", values, silent, OK))
                .as("another attempt is made when the first was given up in time")
                .hasSize(level.of(values).equals("PT60S") ? 1 : 2);
        over.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void timeout_idle(Level level) {
        List<String> values = List.of("PT0.5S", "PT60S", "PT0.5S");
        CountDownLatch over = new CountDownLatch(1);
        levels.set(level, base(), "llm.timeout.idle", values);
        PARLEY.provider().script("key-idle", call -> {
            call.text("half");
            over.await(30, TimeUnit.SECONDS);
        });
        String id = levels.ask("key-idle");
        over.countDown();
        boolean givenUp = "provider_timeout".equals(sql.calls(id).get(0).get("error_type"));
        assertThat(givenUp).isEqualTo(level.of(values).equals("PT0.5S"));
    }

    @ParameterizedTest
    @EnumSource
    void timeout_connect(Level level) throws Exception {
        List<String> values = List.of("PT0.5S", "PT60S", "PT0.5S");
        try (FullPort full = new FullPort(0)) {
            Map<String, String> base = with("llm.provider.base_url", "http://127.0.0.1:" + full.number() + "/v1");
            levels.set(level, base, "llm.timeout.connect", values);
            String id = levels.ask("key-connect");
            boolean givenUp = "provider_connect".equals(sql.calls(id).get(0).get("error_type"));
            assertThat(givenUp).isEqualTo(level.of(values).equals("PT0.5S"));
        }
    }

    private JsonObject sent(Level level, String key, List<String> values) {
        return calls(level, base(), key, values, OK).get(0).request();
    }

    /** What reached the provider of one turn. */
    private static List<StubCall> calls(
            Level level, Map<String, String> base, String key, List<String> values, ProviderStub.Reply... replies) {
        String word = key + " on " + level + ".";
        levels.set(level, base, key, values);
        PARLEY.provider().script(word, replies);
        levels.ask(word);
        return PARLEY.provider().book(word);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> base = base();
        base.put(key, value);
        return base;
    }

    private static Map<String, String> base() {
        Map<String, String> base = new LinkedHashMap<>();
        base.put("llm.provider.base_url", PARLEY.provider().baseUrl());
        base.put("llm.provider.allow_private_addresses", "true");
        base.put("llm.model", "base/model");
        base.put("llm.retry.attempts", "0");
        base.put("limits.turn_time", "PT4S");
        return base;
    }
}
