package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.parley.run.AppServer;
import org.parley.run.Ports;
import org.parley.run.ServerPlace;

/** Sessions on two nodes: they live as long as the identity provider says, and no longer. */
@EnabledIfSystemProperty(named = "keycloak.home", matches = ".+", disabledReason = "only with the profile sso")
class SsoSessionsIT {
    private static final Sso SSO = Sso.running();
    private static AppServer second;

    private final URI address = SSO.address();
    private final KeycloakAdmin admin = new KeycloakAdmin(SSO.keycloak());
    private final Sql sql = new Sql(SSO.parley());

    @BeforeAll
    static void start() throws InterruptedException {
        int port = Ports.free();
        Map<String, String> environment = new HashMap<>(SSO.settings());
        environment.putAll(SSO.parley().shared());
        environment.put("HTTP_PORT", String.valueOf(port));
        second = AppServer.deployed(
                new ServerPlace(Path.of("").toAbsolutePath(), "parley-sso-second", port, environment));
        second.start();
    }

    @AfterAll
    static void stop() {
        second.stop();
    }

    /** The provider takes each refresh token once, and ends the session of one that comes twice. */
    @Test
    void when_the_token_is_over_one_node_gets_a_new_one_and_all_requests_go_on() {
        SignInClient max = SignInClient.signedIn(address, "max");
        String before = tokens("Max");

        for (int round = 0; round < 3; round++) {
            SSO.outdate("Max");
            List<CompletableFuture<Integer>> statuses = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> status(max.session(), i % 2 == 0)))
                    .toList();
            assertThat(statuses).extracting(CompletableFuture::join).containsOnly(200);
        }
        assertThat(tokens("Max")).isNotEqualTo(before);
    }

    @Test
    void a_session_gets_tokens_with_a_new_key_of_the_provider_while_others_bring_invented_ones() {
        SignInClient max = SignInClient.signedIn(address, "max");
        assertThat(status(max.session(), false)).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            Api.Answer refused = new Api(second.address())
                    .send(HttpRequest.newBuilder(second.address().resolve("/auth/me"))
                            .header("Authorization", "Bearer " + admin.adminToken())
                            .build());
            assertThat(refused.status()).isEqualTo(401);
        }
        admin.rotateKeys();
        SSO.outdate("Max");
        assertThat(status(max.session(), false)).isEqualTo(200);
    }

    @Test
    void roles_that_were_taken_away_are_gone_after_the_next_refresh() {
        SignInClient otto = SignInClient.signedIn(address, "otto");
        assertThat(otto.get("/api/admin/config").status()).isEqualTo(200);
        admin.setRole("otto", "operator", false);
        try {
            SSO.outdate("Otto");
            assertThat(otto.get("/api/admin/config").status()).isEqualTo(403);
        } finally {
            admin.setRole("otto", "operator", true);
        }
    }

    @Test
    void a_session_whose_user_is_disabled_ends_at_the_next_refresh() {
        SignInClient edda = SignInClient.signedIn(address, "edda");
        String caller = edda.get("/auth/me").json().getString("id");
        admin.setEnabled("edda", false);
        try {
            SSO.outdate("Edda");
            assertThat(edda.get("/auth/me").status()).isEqualTo(401);
            assertThat(status(edda.session(), false)).isEqualTo(401);
        } finally {
            admin.setEnabled("edda", true);
        }
        assertThat(sql.count("SELECT count(*) FROM audit_events WHERE caller = ? AND detail = 'no new tokens'", caller))
                .isEqualTo(1);
        assertThat(edda.get("/auth/me").status()).isEqualTo(401);
    }

    @Test
    void a_session_that_the_provider_ends_is_over_at_once_on_every_node() {
        SignInClient owen = SignInClient.signedIn(address, "owen");
        String caller = owen.get("/auth/me").json().getString("id");
        assertThat(status(owen.session(), false)).isEqualTo(200);
        admin.logout("owen");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(owen.get("/auth/me").status()).isEqualTo(401);
            assertThat(status(owen.session(), false)).isEqualTo(401);
        });
        assertThat(sql.count(
                        "SELECT count(*) FROM audit_events WHERE action = 'sign_out' AND caller = ? AND detail <> ''",
                        caller))
                .isPositive();
    }

    @Test
    void only_the_provider_ends_sessions_from_behind() {
        SignInClient gwen = SignInClient.signedIn(address, "gwen");
        for (String token : List.of("nonsense", admin.programToken("acme-reports"), admin.adminToken())) {
            Api.Answer answer = new Api(address)
                    .send(HttpRequest.newBuilder(address.resolve("/auth/back-channel-logout"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("logout_token=" + token))
                            .build());
            assertThat(answer.status()).isEqualTo(400);
        }
        Api.Answer tooLarge = new Api(address)
                .send(HttpRequest.newBuilder(address.resolve("/auth/back-channel-logout"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("logout_token=" + "x".repeat(2 << 20)))
                        .build());
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(gwen.get("/auth/me").status()).isEqualTo(200);
    }

    @Test
    void a_session_ends_when_it_was_idle_or_lived_too_long_and_a_guess_opens_none() {
        SignInClient nora = SignInClient.signedIn(address, "nora");
        sql.execute("UPDATE sign_ins SET used_at = now() - interval '29 minutes' WHERE name LIKE 'Nora %'");
        assertThat(nora.get("/auth/me").status()).isEqualTo(200);
        assertThat(
                        sql.count(
                                "SELECT count(*) FROM sign_ins WHERE name LIKE 'Nora %' AND used_at > now() - interval '1 minute'"))
                .isEqualTo(1);
        sql.execute("UPDATE sign_ins SET used_at = now() - interval '31 minutes' WHERE name LIKE 'Nora %'");
        assertThat(nora.get("/auth/me").status()).isEqualTo(401);
        sql.execute("UPDATE sign_ins SET used_at = now(), expires_at = now() WHERE name LIKE 'Nora %'");
        assertThat(nora.get("/auth/me").status()).isEqualTo(401);
        assertThat(status("A".repeat(43), true)).isEqualTo(401);
    }

    private int status(String session, boolean atFirst) {
        URI node = atFirst ? address : second.address();
        return new Api(node)
                .send(HttpRequest.newBuilder(node.resolve("/auth/me"))
                        .header("Cookie", SignInClient.SESSION + "=" + session)
                        .build())
                .status();
    }

    private String tokens(String name) {
        return sql.value(
                String.class,
                "SELECT tokens FROM sign_ins WHERE name LIKE ? ORDER BY created_at DESC LIMIT 1",
                name + " %");
    }
}
