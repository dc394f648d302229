package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.config.EffectiveConfig;
import org.parley.config.FakeConfig;
import org.parley.fake.Certificate;
import org.parley.fake.ProviderStub;
import org.parley.fake.ProxyStub;

/** Calls over real sockets, TLS and proxies. */
class ProviderClientTest {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final String LOGIN = "Proxy-Authorization: Basic cGFybGV5Omh1c2g=";

    @TempDir
    static Path folder;

    private static Certificate certificate;
    private static ProviderStub plain;
    private static ProviderStub secured;

    private final Map<String, String> values = new HashMap<>(Map.of(
            "llm.provider.allow_private_addresses", "true",
            "llm.timeout.connect", "PT2S",
            "llm.timeout.first_byte", "PT5S"));

    @BeforeAll
    static void start() {
        certificate = new Certificate(folder);
        plain = new ProviderStub();
        secured = new ProviderStub(certificate);
    }

    @AfterAll
    static void stop() {
        plain.close();
        secured.close();
        THREADS.shutdownNow();
    }

    @Test
    void an_authority_of_the_file_is_trusted_beside_those_of_the_jvm() throws Exception {
        base(secured.baseUrl());
        values.put("llm.provider.ca_file", certificate.pem().toString());
        assertThat(ask(secured, "own authority")).isEqualTo("ok");
        assertThat(TrustedAuthorities.store(certificate.pem()).size())
                .as("with those of the JVM")
                .isGreaterThan(10);
    }

    @Test
    void an_authority_that_nobody_knows_is_a_failure_to_connect() {
        base(secured.baseUrl());
        assertThat(fail("unknown authority")).isEqualTo(ModelFailure.CONNECT);
        assertThat(secured.book("unknown authority")).isEmpty();
    }

    @Test
    void an_http_provider_is_reached_by_the_proxy_which_alone_gets_the_login() throws Exception {
        try (ProxyStub proxy = proxy(plain)) {
            base("http://provider.example/v1");
            assertThat(ask(plain, "by proxy")).isEqualTo("ok");
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("POST http://provider.example/v1/chat/completions HTTP/1.1")
                    .contains(LOGIN);
        }
    }

    @Test
    void an_https_provider_is_reached_through_a_tunnel_and_never_sees_the_login() throws Exception {
        try (ProxyStub proxy = proxy(secured)) {
            base("https://provider.example/v1");
            values.put("llm.provider.ca_file", certificate.pem().toString());
            assertThat(ask(secured, "by tunnel")).isEqualTo("ok");
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT provider.example:443 HTTP/1.1")
                    .contains(LOGIN)
                    .doesNotContain("key-1");
            assertThat(secured.book("by tunnel").get(0).header("Proxy-Authorization"))
                    .isEmpty();
            assertThat(secured.book("by tunnel").get(0).header("Authorization")).isEqualTo("Bearer key-1");
        }
    }

    @Test
    void what_is_reached_without_the_proxy_never_sees_the_login() throws Exception {
        try (ProxyStub proxy = proxy(plain)) {
            base(plain.baseUrl());
            assertThat(ask(plain, "loopback")).isEqualTo("ok");
            assertThat(proxy.heads()).isEmpty();
            assertThat(plain.book("loopback").get(0).header("Proxy-Authorization"))
                    .isEmpty();
        }
    }

    @Test
    void what_a_proxy_refuses_is_a_failure_to_connect() throws Exception {
        try (ProxyStub proxy = proxy(secured)) {
            for (String base : List.of("https://provider.example/v1", "http://provider.example/v1")) {
                base(base);
                proxy.refuse("407 Proxy Authentication Required");
                assertThat(fail("refused")).as(base).isEqualTo(ModelFailure.CONNECT);
            }
            base("https://provider.example/v1");
            proxy.refuse("403 Forbidden");
            assertThat(fail("refused")).isEqualTo(ModelFailure.CONNECT);
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_a_failure_to_connect() throws Exception {
        proxy(plain).close();
        base("http://provider.example/v1");
        assertThat(fail("nobody")).isEqualTo(ModelFailure.CONNECT);
    }

    @Test
    void a_name_of_a_private_address_is_not_connected_to() {
        values.remove("llm.provider.allow_private_addresses");
        base(plain.baseUrl().replace("127.0.0.1", "localhost"));
        assertThat(fail("private name")).isEqualTo(ModelFailure.CONNECT);
        assertThat(plain.book("private name")).isEmpty();
    }

    @Test
    void a_name_without_an_address_is_a_failure_to_connect() {
        values.remove("llm.provider.allow_private_addresses");
        base("http://nowhere.invalid/v1");
        assertThat(fail("no address")).isEqualTo(ModelFailure.CONNECT);
    }

    @Test
    void a_key_that_is_refused_without_a_challenge_is_told_as_such() {
        base(plain.baseUrl());
        plain.script("no challenge", call -> call.status(401, "{}"));
        assertThat(fail("no challenge")).isEqualTo(ModelFailure.UNAUTHORIZED);
    }

    @Test
    void closing_before_the_answer_ends_the_providers_connection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawProvider silent = new RawProvider(line -> {
            line.request();
            asked.countDown();
            line.awaitEnd();
        })) {
            base(silent.baseUrl());
            ChatStream stream = model().ask(request("closed early"));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            stream.close();
            await().until(() -> silent.connection(1).isDone());
        }
    }

    private void base(String url) {
        values.put("llm.provider.base_url", url);
        values.put("llm.provider.api_key", "key-1");
    }

    private ProxyStub proxy(ProviderStub provider) {
        ProxyStub proxy = new ProxyStub(provider.baseUrl());
        values.put("llm.provider.proxy", proxy.address());
        values.put("llm.provider.proxy_user", "parley");
        values.put("llm.provider.proxy_password", "hush");
        return proxy;
    }

    private String ask(ProviderStub provider, String question) throws ModelException {
        provider.script(question, call -> call.text("ok").end("stop", 1, 1, "0"));
        return read(question);
    }

    private ModelFailure fail(String question) {
        return catchThrowableOfType(ModelException.class, () -> read(question)).failure();
    }

    private String read(String question) throws ModelException {
        try (ChatStream stream = model().ask(request(question))) {
            StringBuilder said = new StringBuilder();
            assertThat(stream.read(said::append).textLength()).isEqualTo(said.length());
            return said.toString();
        }
    }

    private ChatModel model() {
        EffectiveConfig config = FakeConfig.of(values);
        return new OpenAiChatModel(
                ProviderClient.of(ProviderNetwork.of(config), THREADS), ProviderSettings.of(config), Clock.systemUTC());
    }

    private static ChatRequest request(String question) {
        return new ChatRequest("m", BigDecimal.ONE, 10, List.of(new ChatMessage.User(question)), List.of());
    }
}
