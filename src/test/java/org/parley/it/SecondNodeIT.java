package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.fake.Certificate;
import org.parley.fake.ProviderStub;
import org.parley.fake.ProxyStub;
import org.parley.fake.StubCall;
import org.parley.it.Levels.Level;
import org.parley.run.AppServer;
import org.parley.run.Ports;
import org.parley.run.ServerPlace;

/**
 * A second server on the same database and configuration directory, which has other things in its environment and in its
 * system properties. What reaches the provider is looked at.
 */
class SecondNodeIT {
    private static final ProviderStub.Reply OK = call -> call.text("ok").end("stop", 1, 1, "0");
    private static final Parley PARLEY = Parley.running();
    private static AppServer server;
    private static Api api;

    @TempDir
    static Path folder;

    private final Sql sql = new Sql(PARLEY);
    private Levels levels;

    @BeforeAll
    static void start() throws InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>(PARLEY.shared());
        int port = Ports.free();
        environment.put("HTTP_PORT", String.valueOf(port));
        environment.put("LLM_MODEL", "environment/model");
        environment.put("LLM_TEMPERATURE", "1.1");
        environment.put("LLM_MAX_TOKENS", "77");
        environment.put("LLM_FALLBACK_MODELS", "environment/second");
        environment.put("LLM_RETRY_ATTEMPTS", "0");
        environment.put("JVM_ARGS", "-Dllm.temperature=1.9 -Dllm.provider.name=by-property");
        server = AppServer.deployed(
                new ServerPlace(Path.of("").toAbsolutePath(), "parley-it-second", port, environment));
        server.start();
        api = new Api(server.address());
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void open() {
        levels = new Levels(PARLEY.configDirectory(), api);
    }

    @AfterEach
    void undo() {
        levels.close();
    }

    @Test
    void environment_and_system_properties_stand_over_all_files_at_the_provider() {
        Map<String, String> base = base();
        base.putAll(Map.of(
                "llm.model", "file/model",
                "llm.temperature", "0.1",
                "llm.max_tokens", "5",
                "llm.provider.name", "by-file",
                "llm.fallback_models", "file/second",
                "llm.retry.attempts", "2"));
        levels.set(Level.AGENT, base, "history.max_messages", List.of("1", "2", "3"));
        PARLEY.provider().script("over-files", call -> call.status(503, "{}"), OK);

        String id = levels.ask("over-files");

        List<StubCall> calls = PARLEY.provider().book("over-files");
        assertThat(calls)
                .extracting(call -> call.request().getString("model"))
                .containsExactly("environment/model", "environment/second");
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.request().get("temperature")).hasToString("1.9");
            assertThat(call.request().get("max_tokens")).hasToString("77");
        });
        assertThat(sql.request(id)).containsEntry("provider", "by-property");
        assertThat(levels.explained("llm.temperature").getString("source")).isEqualTo("system properties");
        assertThat(levels.explained("llm.model").getString("source")).isEqualTo("environment");
    }

    /** This node had no stream to a client yet, and needs none for that. */
    @Test
    void a_turn_has_its_end_where_nobody_streams() {
        PARLEY.provider().script("comments-only", StubCall::commentUntilLeft);
        Api.Answer answer = api.chat("acme/hasty", "comments-only");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/turn-timeout");
    }

    @Test
    void both_nodes_take_a_change_and_show_their_epochs_and_the_same_hash() {
        levels.set(Level.ACCOUNT, base(), "history.max_messages", List.of("4", "5", "6"));
        String hash = state(api).getString("hash");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(state(new Api(PARLEY.address())).getString("hash")).isEqualTo(hash);
            List<JsonObject> nodes = state(api).getJsonArray("nodes").getValuesAs(JsonObject.class).stream()
                    .filter(node -> !node.isNull("hash"))
                    .filter(node -> List.of(PARLEY.address(), server.address()).stream()
                            .anyMatch(address -> node.getString("name").endsWith(":" + address.getPort())))
                    .toList();
            assertThat(nodes).hasSize(2).allSatisfy(node -> {
                assertThat(node.getString("hash")).isEqualTo(hash);
                assertThat(node.getInt("epoch")).isPositive();
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void provider_api_key(Level level) {
        List<String> values = List.of("key-global", "key-account", "key-agent");
        assertThat(calls(level, base(), "llm.provider.api_key", values))
                .extracting(call -> call.header("Authorization"))
                .containsExactly("Bearer " + level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void provider_proxy(Level level) throws Exception {
        String provider = PARLEY.provider().baseUrl();
        try (ProxyStub global = new ProxyStub(provider);
                ProxyStub account = new ProxyStub(provider);
                ProxyStub agent = new ProxyStub(provider)) {
            List<ProxyStub> proxies = List.of(global, account, agent);
            List<String> values = proxies.stream().map(ProxyStub::address).toList();
            assertThat(calls(level, outside(), "llm.provider.proxy", values)).hasSize(1);
            for (ProxyStub proxy : proxies) {
                assertThat(proxy.heads()).hasSize(proxy.address().equals(level.of(values)) ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void provider_proxy_user(Level level) throws Exception {
        List<String> values = List.of("user-global", "user-account", "user-agent");
        assertThat(login(level, Map.of("llm.provider.proxy_password", "pass"), "llm.provider.proxy_user", values))
                .isEqualTo(level.of(values) + ":pass");
    }

    @ParameterizedTest
    @EnumSource
    void provider_proxy_password(Level level) throws Exception {
        List<String> values = List.of("pass-global", "pass-account", "pass-agent");
        assertThat(login(level, Map.of("llm.provider.proxy_user", "user"), "llm.provider.proxy_password", values))
                .isEqualTo("user:" + level.of(values));
    }

    @ParameterizedTest
    @EnumSource
    void provider_ca_file(Level level) {
        Certificate right = new Certificate(folder.resolve("right-" + level));
        String wrong = new Certificate(folder.resolve("wrong-" + level)).pem().toString();
        try (ProviderStub secured = new ProviderStub(right)) {
            List<String> values = List.of(wrong, right.pem().toString(), wrong);
            Map<String, String> base = base();
            base.put("llm.provider.base_url", secured.baseUrl());
            secured.script("key-ca", OK);
            levels.set(level, base, "llm.provider.ca_file", values);
            levels.ask("key-ca");
            assertThat(secured.book("key-ca")).hasSize(level == Level.ACCOUNT ? 1 : 0);
        }
    }

    /** User and password that the proxy was told. */
    private String login(Level level, Map<String, String> more, String key, List<String> values) throws Exception {
        try (ProxyStub proxy = new ProxyStub(PARLEY.provider().baseUrl())) {
            Map<String, String> base = outside();
            base.putAll(more);
            base.put("llm.provider.proxy", proxy.address());
            assertThat(calls(level, base, key, values)).hasSize(1);
            String basic = proxy.heads()
                    .get(0)
                    .lines()
                    .filter(line -> line.startsWith("Proxy-Authorization: Basic "))
                    .findFirst()
                    .orElseThrow();
            return new String(
                    Base64.getDecoder().decode(basic.substring(basic.lastIndexOf(' ') + 1)), StandardCharsets.UTF_8);
        }
    }

    private List<StubCall> calls(Level level, Map<String, String> base, String key, List<String> values) {
        String word = key + " on " + level + ".";
        levels.set(level, base, key, values);
        PARLEY.provider().script(word, OK);
        levels.ask(word);
        return PARLEY.provider().book(word);
    }

    private static JsonObject state(Api node) {
        return node.get("/api/admin/config").json();
    }

    private static Map<String, String> outside() {
        Map<String, String> base = base();
        base.put("llm.provider.base_url", "http://provider.example/v1");
        return base;
    }

    private static Map<String, String> base() {
        Map<String, String> base = new LinkedHashMap<>();
        base.put("llm.provider.base_url", PARLEY.provider().baseUrl());
        base.put("llm.provider.allow_private_addresses", "true");
        base.put("llm.model", "base/model");
        return base;
    }
}
