package org.parley.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;
import org.parley.config.ConfigCascade;
import org.parley.config.EffectiveConfig;
import org.parley.fake.Certificate;
import org.parley.fake.ProviderStub;
import org.parley.fake.ProxyStub;
import org.parley.llm.ChatMessage;
import org.parley.llm.ChatModels;
import org.parley.llm.ChatRequest;
import org.parley.llm.ChatStream;
import org.parley.llm.Generation;
import org.parley.llm.ModelFailure;
import org.parley.llm.ProviderCatalog;
import org.parley.llm.ProviderException;
import org.parley.llm.TokenUsage;

/** What providers tell beside chat, by the server's own Rest Client; provider and proxy stand in the server's process. */
@ExtendWith(ArquillianExtension.class)
class ProviderCatalogArquillianIT {
    @Inject
    ProviderCatalog catalog;

    @Inject
    ChatModels models;

    @Inject
    ConfigCascade cascade;

    private final List<String> properties = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ProviderStub stub = new ProviderStub();

    @Deployment
    static WebArchive application() {
        return Application.with(ProbeTool.class).addPackage(ProviderStub.class.getPackage());
    }

    @BeforeEach
    void configure() {
        open.add(stub);
        set("llm.provider.base_url", stub.baseUrl());
        set("llm.provider.api_key", "key-1");
        set("llm.timeout.first_byte", "PT5S");
    }

    @AfterEach
    void forget() throws Exception {
        properties.forEach(System::clearProperty);
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Test
    void the_models_of_a_provider_are_told_to_who_has_its_key() throws Exception {
        stub.offer("a/one", "b/two");
        assertThat(catalog.models(config())).containsExactlyInAnyOrder("a/one", "b/two");
        assertThat(stub.looks()).containsExactly("Bearer key-1");
    }

    @Test
    void what_a_generation_cost_is_what_the_provider_has_in_its_book() throws Exception {
        stub.script("priced", call -> call.text("ok").end("stop", 7, 3, "0.00012345"));
        String provider = models.of(agent()).provider();
        ChatRequest request =
                new ChatRequest("m", BigDecimal.ONE, 9, List.of(new ChatMessage.User("priced")), List.of());
        try (ChatStream stream = models.of(agent()).ask(request)) {
            String id = stream.read(delta -> {}).generationId().orElseThrow();
            Generation generation = catalog.generation(config(), provider, id).orElseThrow();
            assertThat(generation.model()).contains("served/m");
            assertThat(generation.finishReason()).contains("stop");
            assertThat(generation.usage())
                    .isEqualTo(new TokenUsage(7, 0, 3, 0, Optional.of(new BigDecimal("0.00012345"))));
        }
        assertThat(catalog.generation(config(), provider, "gen-of/another?&id=1"))
                .isEmpty();
        int looksBefore = stub.looks().size();
        assertThat(catalog.generation(config(), "another", "gen-1")).isEmpty();
        assertThat(stub.looks())
                .as("another provider's id is not shown to this one")
                .hasSize(looksBefore);
    }

    @Test
    void an_answer_that_is_none_is_a_failure_of_its_kind() {
        assertThat(afterAnswer(401, "{}")).isEqualTo(ModelFailure.UNAUTHORIZED);
        assertThat(afterAnswer(404, "{}")).isEqualTo(ModelFailure.REFUSED);
        assertThat(afterAnswer(307, "{}")).isEqualTo(ModelFailure.REFUSED);
        assertThat(afterAnswer(429, "{}")).isEqualTo(ModelFailure.RATE_LIMITED);
        assertThat(afterAnswer(500, "<html>")).isEqualTo(ModelFailure.UNAVAILABLE);
        assertThat(afterAnswer(200, "<html>")).isEqualTo(ModelFailure.PROTOCOL);
        assertThat(afterAnswer(200, "{\"data\":7}")).isEqualTo(ModelFailure.PROTOCOL);
        assertThat(afterAnswer(200, "{\"data\":[],\"more\":\"" + "x".repeat(9 << 20) + "\"}"))
                .isEqualTo(ModelFailure.PROTOCOL);
    }

    @Test
    void nobody_there_is_a_failure_to_connect_that_does_not_show_the_key() {
        stub.close();
        ProviderException failure = fail();
        assertThat(failure.failure()).isEqualTo(ModelFailure.CONNECT);
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("key-1");
        }
    }

    @Test
    void a_name_of_a_private_address_is_not_connected_to() {
        set("llm.provider.base_url", stub.baseUrl().replace("127.0.0.1", "localhost"));
        set("llm.provider.allow_private_addresses", "false");
        assertThat(fail().failure()).isEqualTo(ModelFailure.CONNECT);
        assertThat(stub.looks()).isEmpty();
    }

    @Test
    void a_provider_is_reached_by_the_proxy() throws Exception {
        ProxyStub proxy = new ProxyStub(stub.baseUrl());
        open.add(proxy);
        stub.offer("by/proxy");
        set("llm.provider.base_url", "http://provider.example/v1");
        set("llm.provider.proxy", proxy.address());
        assertThat(catalog.models(config())).containsExactly("by/proxy");
        assertThat(proxy.heads()).singleElement().asString().startsWith("GET http://provider.example/v1/models");
    }

    @Test
    void an_authority_of_the_file_is_trusted_and_another_is_not() throws Exception {
        Certificate certificate = new Certificate(folder());
        ProviderStub secured = new ProviderStub(certificate);
        open.add(secured);
        secured.offer("by/tls");
        set("llm.provider.base_url", secured.baseUrl());
        assertThat(fail().failure()).isEqualTo(ModelFailure.CONNECT);
        set("llm.provider.ca_file", certificate.pem().toString());
        assertThat(catalog.models(config())).containsExactly("by/tls");
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("parley-certificate");
    }

    private ModelFailure afterAnswer(int status, String body) {
        stub.misbehave(status, body);
        return fail().failure();
    }

    private ProviderException fail() {
        return catchThrowableOfType(ProviderException.class, () -> catalog.models(config()));
    }

    private EffectiveConfig config() {
        return agent().values();
    }

    private AgentConfig agent() {
        cascade.refresh();
        return cascade.forAgent(new AgentAddress("probes", "parallel"));
    }

    private void set(String key, String value) {
        properties.add(key);
        System.setProperty(key, value);
    }
}
