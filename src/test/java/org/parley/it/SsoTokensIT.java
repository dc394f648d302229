package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Programs with tokens of a real identity provider: what it signed for us, and holds now, is believed, and nothing else. */
@EnabledIfSystemProperty(named = "keycloak.home", matches = ".+", disabledReason = "only with the profile sso")
class SsoTokensIT {
    private final Sso sso = Sso.running();
    private final KeycloakAdmin admin = new KeycloakAdmin(sso.keycloak());
    private final Api api = new Api(sso.address());
    private final Sql sql = new Sql(sso.parley());

    @Test
    void a_program_with_client_credentials_asks_the_agents_of_its_account_only() {
        sso.parley().provider().script("sso-program", call -> call.text("Yes.").end("stop", 1, 1, "0.5"));
        String token = admin.programToken("acme-reports");

        Api.Answer answer = ask("acme/alpha", "sso-program", token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(sql.request(answer.json().getString("llm_request_id")).get("caller"))
                .asString()
                .startsWith("user:");
        assertThat(with(token, "/api/accounts").response().body())
                .contains("acme")
                .doesNotContain("globex");
        assertThat(ask("globex/gamma", "sso-program", token).status()).isEqualTo(404);
        assertThat(with(token, "/api/admin/config").status()).isEqualTo(403);
    }

    @Test
    void without_a_token_or_with_nonsense_nobody_is_let_in() {
        Api.Answer nobody = api.get("/api/accounts");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        refused("nonsense");
        refused("a.b.c");
    }

    @Test
    void tokens_that_are_changed_unsigned_for_others_or_of_others_are_refused() {
        String good = admin.programToken("acme-reports");
        String[] parts = good.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String raised = base64(claims.replace("acme:member", "operator"));
        assertThat(with(good, "/api/accounts").status()).isEqualTo(200);
        assertThat(raised).isNotEqualTo(parts[1]);

        refused(parts[0] + "." + raised + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + "." + parts[2].substring(0, parts[2].length() - 4) + "AAAA");
        refused(base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".");
        refused(base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2]);
        refused(admin.programToken("elsewhere"));
        refused(admin.adminToken());
    }

    @Test
    void a_token_is_believed_until_it_is_over() {
        String brief = admin.programToken("brief");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> refused(brief));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(with(admin.programToken("brief"), "/api/accounts")
                                .status())
                        .isEqualTo(200));
    }

    @Test
    void keys_of_the_provider_are_rotated_without_a_restart_whatever_else_was_brought() {
        String before = admin.programToken("acme-reports");
        assertThat(with(before, "/api/accounts").status()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            refused(admin.adminToken()); // its key is none of the realm's
        }
        admin.rotateKeys();

        String after = admin.programToken("acme-reports");
        assertThat(after.split("\\.", -1)[0]).isNotEqualTo(before.split("\\.", -1)[0]);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(with(after, "/api/accounts").status()).isEqualTo(200));
        assertThat(with(before, "/api/accounts").status()).isEqualTo(200);
    }

    /** An SSO gateway passes a token with each request of a browser. */
    @Test
    void pages_are_shown_to_whom_a_gateway_has_signed_in() {
        String token = admin.programToken("acme-reports");

        assertThat(with(token, "/").response().body()).contains("<title>Parley</title>");
        assertThat(with(token, "/auth/me").json().getBoolean("can_sign_out")).isFalse();
        assertThat(with(token, "/console/").status()).isEqualTo(403);
    }

    @Test
    void what_is_measured_is_told_to_operators_and_the_description_to_whoever_may_call() {
        String token = admin.programToken("acme-reports");
        SignInClient otto = SignInClient.signedIn(sso.address(), "otto");

        assertThat(otto.get("/api/admin/metrics").response().body()).contains("db_pool_size");
        assertThat(with(token, "/api/admin/metrics").status()).isEqualTo(403);
        assertThat(api.get("/api/admin/metrics").status()).isEqualTo(401);
        for (Api.Answer own : List.of(api.get("/metrics"), with(token, "/metrics"))) {
            assertThat(own.status()).isNotEqualTo(200);
            assertThat(own.response().body()).doesNotContain("db_pool_size", "jvm");
        }
        assertThat(with(token, "/openapi").response().body()).startsWith("openapi: 3");
        assertThat(api.get("/openapi").status()).isEqualTo(401);
        assertThat(api.get("/openapi/ui/").status()).isEqualTo(401);
    }

    private void refused(String token) {
        Api.Answer answer = with(token, "/api/accounts");
        assertThat(answer.status()).as(token).isEqualTo(401);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/unauthorized");
    }

    private Api.Answer with(String token, String path) {
        return api.send(HttpRequest.newBuilder(sso.address().resolve(path))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private Api.Answer ask(String agent, String message, String token) {
        return api.send(HttpRequest.newBuilder(sso.address().resolve(Api.path(agent) + "/chat"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Api.body(message, null)))
                .build());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
