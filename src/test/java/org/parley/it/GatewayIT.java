package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.fake.FakeIssuer;
import org.parley.fake.ProviderStub;

/** Behind a gateway that names callers in headers: it is believed when it proves itself, and nobody else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {
    private static final String SECRET = "canary-gateway-5f1c0e-0123456789abcdef";
    private static final String PUBLIC = "https://chat.example";
    private static final String CHAT = Api.path("acme/steady") + "/chat";

    private final FakeIssuer issuer = new FakeIssuer();
    private Parley parley;
    private Api api;

    @BeforeAll
    void start() throws InterruptedException {
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.put("AUTH_GATEWAY_SECRET", SECRET);
        settings.put("AUTH_PUBLIC_URL", PUBLIC);
        parley = Parley.start("gateway", settings);
        api = new Api(parley.address());
    }

    @AfterAll
    void stop() {
        parley.close();
        issuer.close();
    }

    @Test
    void whom_the_gateway_names_is_the_caller_with_the_roles_that_it_names() {
        JsonObject me =
                get("/auth/me", named("vera", "acme:visitor, globex:owner")).json();

        assertThat(me.getString("id")).isEqualTo("user:vera");
        assertThat(me.getJsonObject("roles").getString("acme")).isEqualTo("visitor");
        assertThat(me.getJsonObject("roles").getString("globex")).isEqualTo("owner");
        assertThat(me.getBoolean("operator")).isFalse();
        assertThat(me.getBoolean("can_sign_out")).isFalse();
        assertThat(get("/api/accounts/acme/keys", named("vera", "acme:visitor")).status())
                .isEqualTo(403);
        assertThat(get("/api/accounts/initech/agents", named("vera", "acme:visitor"))
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/accounts", named("nora", "")).response().body()).doesNotContain("acme");
    }

    @Test
    void without_its_proof_nobody_is_believed() {
        assertThat(get("/api/accounts", List.of("X-Forwarded-User", "vera", "X-Forwarded-Groups", "operator"))
                        .status())
                .isEqualTo(401);
        for (String proof : List.of("", SECRET + "x", SECRET.substring(1), SECRET.toUpperCase(Locale.ROOT))) {
            assertThat(get("/api/accounts", List.of("X-Parley-Gateway", proof, "X-Forwarded-User", "vera"))
                            .status())
                    .as(proof)
                    .isEqualTo(401);
        }
    }

    @Test
    void a_gateway_that_names_nobody_or_two_is_not_believed() {
        assertThat(get("/api/accounts", List.of("X-Parley-Gateway", SECRET)).status())
                .isEqualTo(401);
        for (String header : List.of("X-Forwarded-User", "X-Forwarded-Groups", "X-Parley-Gateway")) {
            List<String> twice = new ArrayList<>(named("vera", "acme:visitor"));
            twice.addAll(List.of(header, "operator"));
            assertThat(get("/api/accounts", twice).status()).as(header).isEqualTo(401);
        }
    }

    @Test
    void pages_of_other_origins_change_nothing_by_the_cookie_of_the_gateway() {
        ProviderStub.Reply yes = call -> call.text("Yes.").end("stop", 1, 1, "0");
        parley.provider().script("by-gateway", yes, yes);

        for (String origin :
                List.of("https://evil.example", "null", parley.address().toString())) {
            assertThat(ask("by-gateway", origin).status()).as(origin).isEqualTo(403);
        }
        assertThat(parley.provider().book("by-gateway")).isEmpty();
        assertThat(ask("by-gateway", PUBLIC).status()).isEqualTo(200);
        assertThat(ask("by-gateway", "").status()).isEqualTo(200);
    }

    @Test
    void a_token_goes_before_the_word_of_the_gateway_and_its_secret_is_told_nowhere() {
        List<String> both = new ArrayList<>(named("vera", "acme:visitor"));
        both.addAll(List.of("Authorization", "Bearer " + issuer.token("owen", "acme:owner")));

        assertThat(get("/auth/me", both).json().getString("id")).isEqualTo("user:owen");
        assertThat(parley.console()).contains("X-Forwarded-User").doesNotContain(SECRET);
    }

    private Api.Answer ask(String message, String origin) {
        List<String> headers = new ArrayList<>(named("vera", "acme:visitor"));
        headers.addAll(origin.isEmpty() ? List.of() : List.of("Origin", origin));
        return api.send(HttpRequest.newBuilder(parley.address().resolve(CHAT))
                .headers(headers.toArray(String[]::new))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Api.body(message, null)))
                .build());
    }

    private Api.Answer get(String path, List<String> headers) {
        return api.send(HttpRequest.newBuilder(parley.address().resolve(path))
                .headers(headers.toArray(String[]::new))
                .build());
    }

    private static List<String> named(String subject, String roles) {
        return List.of("X-Parley-Gateway", SECRET, "X-Forwarded-User", subject, "X-Forwarded-Groups", roles);
    }
}
