package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.fake.Certificate;
import org.parley.fake.ProviderStub;
import org.parley.fake.ProxyStub;
import org.parley.fake.StubCall;

/**
 * Each {@code llm.*} key in the environment, and as a system property, while the agent's own file says otherwise. What
 * reaches the provider is looked at. Keys in files are tried in {@code LlmKeysIT} and {@code SecondNodeIT}.
 */
@Timeout(300)
class KeysAboveFilesIT {
    private static final String AGENT = "above/one";
    private static final ProviderStub.Reply OK = call -> call.text("ok").end("stop", 1, 1, "0");
    private static final ProviderStub.Reply BUSY = call -> call.status(503, "{}");

    @TempDir
    Path folder;

    /** Where a server has its keys from. */
    enum Place {
        ENVIRONMENT {
            @Override
            Map<String, String> of(Map<String, String> keys) {
                return keys.entrySet().stream()
                        .collect(Collectors.toMap(
                                key -> key.getKey().toUpperCase(Locale.ROOT).replace('.', '_'), Map.Entry::getValue));
            }
        },
        SYSTEM_PROPERTY {
            @Override
            Map<String, String> of(Map<String, String> keys) {
                return Map.of(
                        "JVM_ARGS",
                        keys.entrySet().stream()
                                .map(key -> "-D" + key.getKey() + "=" + key.getValue())
                                .collect(Collectors.joining(" ")));
            }
        };

        abstract Map<String, String> of(Map<String, String> keys);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_asked_and_how_it_is_tried_again(Place place) throws Exception {
        Certificate right = new Certificate(folder.resolve("right"));
        Certificate wrong = new Certificate(folder.resolve("wrong"));
        ProviderStub provider = new ProviderStub(right);
        Map<String, String> above = Map.ofEntries(
                Map.entry("llm.provider.base_url", provider.baseUrl()),
                Map.entry("llm.provider.allow_private_addresses", "true"),
                Map.entry("llm.provider.ca_file", right.pem().toString()),
                Map.entry("llm.provider.name", "above"),
                Map.entry("llm.provider.api_key", "key-above"),
                Map.entry("llm.provider.check_models", "true"),
                Map.entry("llm.model", "above/model"),
                Map.entry("llm.temperature", "1.5"),
                Map.entry("llm.max_tokens", "77"),
                Map.entry("llm.fallback_models", "above/second"),
                Map.entry("llm.retry.attempts", "1"),
                Map.entry("llm.retry.backoff", "PT0.01S"),
                Map.entry("llm.retry.max_wait", "PT2S"),
                Map.entry("llm.timeout.connect", "PT0.5S"),
                Map.entry("llm.timeout.first_byte", "PT0.5S"),
                Map.entry("llm.timeout.idle", "PT0.5S"));
        Map<String, String> file = Map.ofEntries(
                Map.entry("llm.provider.base_url", "https://elsewhere.example/v1"),
                Map.entry("llm.provider.allow_private_addresses", "false"),
                Map.entry("llm.provider.ca_file", wrong.pem().toString()),
                Map.entry("llm.provider.name", "file"),
                Map.entry("llm.provider.api_key", "key-file"),
                Map.entry("llm.provider.check_models", "false"),
                Map.entry("llm.model", "file/model"),
                Map.entry("llm.temperature", "0.1"),
                Map.entry("llm.max_tokens", "5"),
                Map.entry("llm.fallback_models", "file/second"),
                Map.entry("llm.retry.attempts", "0"),
                Map.entry("llm.retry.backoff", "PT60S"),
                Map.entry("llm.retry.max_wait", "PT0.5S"),
                Map.entry("llm.timeout.connect", "PT60S"),
                Map.entry("llm.timeout.first_byte", "PT60S"),
                Map.entry("llm.timeout.idle", "PT60S"),
                Map.entry("limits.turn_time", "PT5S"));
        try (provider;
                Parley parley = start(place, "asked", above, file)) {
            requireAsked(parley, provider);
            requireTriedAgain(parley, provider);
            requireGivenUp(parley, provider);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_way_to_the_provider(Place place) throws Exception {
        ProviderStub provider = new ProviderStub();
        try (provider;
                ProxyStub right = new ProxyStub(provider.baseUrl());
                ProxyStub wrong = new ProxyStub(provider.baseUrl())) {
            Map<String, String> above = Map.of(
                    "llm.provider.proxy", right.address(),
                    "llm.provider.proxy_user", "user-above",
                    "llm.provider.proxy_password", "pass-above",
                    "llm.provider.no_proxy", "other.example");
            Map<String, String> file = Map.of(
                    "llm.provider.base_url", "http://provider.example/v1",
                    "llm.model", "base/model",
                    "llm.provider.proxy", wrong.address(),
                    "llm.provider.proxy_user", "user-file",
                    "llm.provider.proxy_password", "pass-file",
                    "llm.provider.no_proxy", "provider.example");
            try (Parley parley = start(place, "way", above, file)) {
                provider.script("by-proxy", OK);
                ask(parley, "by-proxy");
                assertThat(provider.book("by-proxy")).hasSize(1);
                String login =
                        Base64.getEncoder().encodeToString("user-above:pass-above".getBytes(StandardCharsets.UTF_8));
                assertThat(right.heads())
                        .singleElement()
                        .asString()
                        .contains("Proxy-Authorization: Basic " + login, "provider.example");
                assertThat(wrong.heads()).isEmpty();
            }
        }
    }

    /** Address, trust, key, model and its parameters; and the name in the ledger. */
    private static void requireAsked(Parley parley, ProviderStub provider) {
        provider.script("asked", OK);
        String id = ask(parley, "asked");
        StubCall call = provider.book("asked").get(0);
        assertThat(call.header("Authorization")).isEqualTo("Bearer key-above");
        assertThat(call.request().getString("model")).isEqualTo("above/model");
        assertThat(call.request().get("temperature")).hasToString("1.5");
        assertThat(call.request().get("max_tokens")).hasToString("77");
        assertThat(new Sql(parley).request(id)).containsEntry("provider", "above");
        await().untilAsserted(() -> assertThat(provider.looksAtModels()).isNotEmpty());
    }

    /** Attempts, the pause between them, how long a pause may be, and the models that follow. */
    private static void requireTriedAgain(Parley parley, ProviderStub provider) {
        provider.script("busy", BUSY, BUSY, OK);
        ask(parley, "busy");
        assertThat(provider.book("busy"))
                .extracting(call -> call.request().getString("model"))
                .containsExactly("above/model", "above/model", "above/second");
        provider.script("later", call -> call.header("Retry-After", "1").status(429, "{}"), OK);
        ask(parley, "later");
        assertThat(provider.book("later"))
                .extracting(call -> call.request().getString("model"))
                .containsExactly("above/model", "above/model");
    }

    /** The three waits for a provider. */
    private static void requireGivenUp(Parley parley, ProviderStub provider) throws IOException {
        Sql sql = new Sql(parley);
        CountDownLatch over = new CountDownLatch(1);
        provider.script("silent", call -> over.await(30, TimeUnit.SECONDS), OK);
        ask(parley, "silent");
        assertThat(provider.book("silent")).hasSize(2);
        provider.script("half", call -> {
            call.text("half");
            over.await(30, TimeUnit.SECONDS);
        });
        assertThat(sql.calls(ask(parley, "half")).get(0)).containsEntry("error_type", "provider_timeout");
        over.countDown();
        provider.close();
        int port = URI.create(provider.baseUrl()).getPort();
        try (FullPort full = new FullPort(port)) {
            assertThat(full.number()).isEqualTo(port);
            assertThat(sql.calls(ask(parley, "connect")).get(0)).containsEntry("error_type", "provider_connect");
        }
    }

    private static Parley start(Place place, String name, Map<String, String> above, Map<String, String> file)
            throws InterruptedException {
        Map<String, String> settings = new HashMap<>(place.of(above));
        settings.merge("JVM_ARGS", System.getProperty("parley.server.jvm", ""), (ours, agent) -> ours + " " + agent);
        Parley parley = Parley.start(name + "-" + place.name().charAt(0), settings);
        Api api = new Api(parley.address());
        ConfigEdit edit = new ConfigEdit(parley.configDirectory(), api);
        edit.put("agent_configs/above/config.yaml", "account:\n  name: Above (tests)\n");
        edit.put(
                "agent_configs/above/one/config.yaml",
                file.entrySet().stream()
                        .map(key -> key.getKey() + ": '" + key.getValue() + "'\n")
                        .collect(Collectors.joining()));
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> api.get(Api.path(AGENT)).status() == 200);
        return parley;
    }

    /** Asks as a visitor does; the id of the request when it has ended, however it did. */
    private static String ask(Parley parley, String word) {
        List<EventStream.Event> events =
                new Api(parley.address()).stream(AGENT, word).all();
        return events.get(0).text("llm_request_id");
    }
}
