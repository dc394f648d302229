package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.run.Keycloak;

/** Visitors who sign in at a real identity provider: how their sessions begin, and what cannot begin one. */
@EnabledIfSystemProperty(named = "keycloak.home", matches = ".+", disabledReason = "only with the profile sso")
class SsoIT {
    private final Sso sso = Sso.running();
    private final URI address = sso.address();
    private final Api api = new Api(address);
    private final Sql sql = new Sql(sso.parley());

    @Test
    void a_visitor_is_sent_to_the_provider_with_proof_of_who_began_and_back_to_the_page() {
        SignInClient client = new SignInClient(address);

        Api.Answer refused = client.open("/?from=mail");
        assertThat(refused.status()).isEqualTo(303);
        Api.Answer start = client.step(refused);
        Map<String, String> asked = query(URI.create(start.header("Location")));
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", address + "/auth/callback")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(start.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(client.signIn("vera", "/?from=mail").response().uri()).isEqualTo(address.resolve("/?from=mail"));
    }

    @Test
    void the_page_is_told_who_uses_it_and_the_api_knows_the_same_caller() {
        SignInClient edda = SignInClient.signedIn(address, "edda");

        JsonObject me = edda.get("/auth/me").json();
        assertThat(me.getString("name")).isEqualTo("Edda Editor");
        assertThat(me.getJsonObject("roles").getString("acme")).isEqualTo("editor");
        assertThat(me.getBoolean("operator")).isFalse();
        assertThat(me.getBoolean("can_sign_out")).isTrue();
        assertThat(sql.count(
                        "SELECT count(*) FROM audit_events WHERE action = 'sign_in' AND caller = ?",
                        me.getString("id")))
                .isPositive();
        assertThat(edda.get("/api/accounts").response().body()).contains("acme").doesNotContain("globex");
        assertThat(edda.get("/api/accounts/globex/agents").status()).isEqualTo(404);
    }

    @Test
    void somebody_without_any_role_is_let_in_and_sees_no_account() {
        assertThat(SignInClient.signedIn(address, "nora")
                        .get("/api/accounts")
                        .json()
                        .getJsonArray("accounts"))
                .isEmpty();
    }

    @Test
    void neither_the_row_nor_the_cookie_nor_a_log_has_a_token_or_the_code() throws Exception {
        SignInClient owen = SignInClient.signedIn(address, "owen");
        String code = owen.visited().stream()
                .filter(visited -> visited.getPath().equals("/auth/callback"))
                .map(visited -> query(visited).getOrDefault("code", ""))
                .findFirst()
                .orElseThrow();
        String row = String.valueOf(
                sql.row("SELECT CAST(s.* AS text) AS line FROM sign_ins s WHERE id = ?", sha256(owen.session()))
                        .get("line"));

        assertThat(code).isNotEmpty();
        assertThat(row).doesNotContain("eyJ", owen.session(), code);
        assertThat(filesWith(code)).isEmpty();
        assertThat(filesWith(owen.session())).isEmpty();
        assertThat(filesWith("eyJhbGciOi")).isEmpty();
        assertThat(owen.visited()).noneMatch(visited -> visited.toString().contains("eyJhbGciOi"));
    }

    @Test
    void a_cookie_that_nobody_can_read_or_set_from_elsewhere_opens_the_session() {
        SignInClient client = new SignInClient(address);
        Api.Answer form = client.follow(client.open("/auth/sign-in"));
        Api.Answer callback =
                client.step(client.submit(form, Map.of("username", "max", "password", Keycloak.USERS_PASSWORD)));

        assertThat(callback.response().headers().allValues("Set-Cookie"))
                .filteredOn(line -> line.startsWith(SignInClient.SESSION + "="))
                .singleElement()
                .asString()
                .matches(".*=[A-Za-z0-9_-]{43}; Path=/; Max-Age=\\d+; HttpOnly; Secure; SameSite=Lax");
        assertThat(callback.header("Cache-Control")).contains("no-store");
        assertThat(callback.header("Location")).isEqualTo(address + "/");
    }

    @Test
    void a_callback_with_a_state_that_was_forged_or_begun_in_another_browser_is_refused() {
        SignInClient other = new SignInClient(address);
        String foreign = query(URI.create(other.open("/auth/sign-in").header("Location")))
                .getOrDefault("state", "");
        SignInClient client = new SignInClient(address);
        client.open("/auth/sign-in");

        for (String state : new String[] {"forged", "A".repeat(20), foreign, ""}) {
            Api.Answer answer = client.get("/auth/callback?code=abc&state=" + state);
            assertThat(answer.status()).as(state).isEqualTo(400);
            assertThat(answer.json().getString("type")).isEqualTo("/problems/sign-in-failed");
        }
        assertThat(client.session()).isEmpty();
    }

    @Test
    void nobody_is_signed_in_by_what_another_browser_came_back_with() {
        SignInClient attacker = new SignInClient(address);
        Api.Answer back = attacker.submit(
                attacker.follow(attacker.open("/auth/sign-in")),
                Map.of("username", "gwen", "password", Keycloak.USERS_PASSWORD));
        URI callback = URI.create(back.header("Location"));
        assertThat(callback.getPath()).isEqualTo("/auth/callback");
        SignInClient victim = new SignInClient(address);
        victim.open("/auth/sign-in");

        assertThat(victim.send(HttpRequest.newBuilder(callback)).status()).isEqualTo(400);
        assertThat(victim.session()).isEmpty();
        assertThat(attacker.step(back).status()).as("it was good").isEqualTo(303);
    }

    @Test
    void a_callback_is_used_once() {
        SignInClient client = new SignInClient(address);
        client.signIn("vera", "/auth/me");
        String session = client.session();
        URI callback = client.visited().stream()
                .filter(visited -> visited.getPath().equals("/auth/callback"))
                .findFirst()
                .orElseThrow();

        assertThat(client.send(HttpRequest.newBuilder(callback)).status()).isEqualTo(400);
        assertThat(client.session()).isEqualTo(session);
        assertThat(client.get("/auth/me").status()).isEqualTo(200);
        SignInClient thief = new SignInClient(address);
        assertThat(thief.send(HttpRequest.newBuilder(callback)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/%5Cevil.example",
                "%5C%5Cevil.example",
                "javascript:alert(1)",
                "/%09/evil.example",
                "/%0d%0aSet-Cookie:x=y",
                "evil"
            })
    void the_way_back_leads_nowhere_else(String to) {
        Api.Answer answer = new SignInClient(address).get("/auth/sign-in?to=" + to);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isEmpty();
    }

    @Test
    void pages_of_other_origins_cannot_use_the_session() {
        SignInClient vera = SignInClient.signedIn(address, "vera");
        sso.parley().provider().script("sso-origin", call -> call.text("Yes.").end("stop", 1, 1, "0"));

        for (String origin : new String[] {"https://evil.example", "null", "http://localhost", ""}) {
            Api.Answer answer = ask(vera, "sso-origin", origin);
            assertThat(answer.status()).as(origin).isEqualTo(403);
            assertThat(answer.json().getString("type")).isEqualTo("/problems/foreign-origin");
            assertThat(signOut(vera, origin).status()).isEqualTo(403);
        }
        assertThat(sso.parley().provider().book("sso-origin")).isEmpty();
        assertThat(ask(vera, "sso-origin", address.toString()).status()).isEqualTo(200);
    }

    @Test
    void the_sign_out_ends_the_session_here_and_at_the_provider() {
        SignInClient gwen = SignInClient.signedIn(address, "gwen");
        String session = gwen.session();
        String caller = gwen.get("/auth/me").json().getString("id");

        Api.Answer leaving = signOut(gwen, address.toString());
        assertThat(gwen.session()).isEmpty();
        assertThat(sql.count(
                        "SELECT count(*) FROM audit_events WHERE action = 'sign_out' AND caller = ? AND detail = ''",
                        caller))
                .isPositive();
        assertThat(leaving.response().body()).contains("name=\"id_token_hint\" value=\"eyJ");
        Api.Answer left = gwen.follow(gwen.submit(leaving, hidden(leaving)));
        assertThat(left.response().uri()).isEqualTo(address.resolve("/auth/signed-out.html"));
        assertThat(left.response().body()).contains("You are signed out");
        assertThat(withCookie(session, "/auth/me").status()).isEqualTo(401);
        Api.Answer again = gwen.follow(gwen.open("/auth/sign-in"));
        assertThat(again.response().uri().getAuthority())
                .isEqualTo(sso.keycloak().address().getAuthority());
        assertThat(again.response().body()).contains("password");
    }

    @Test
    void what_is_not_a_page_for_a_browser_is_answered_with_a_problem() {
        assertThat(api.get("/").status()).isEqualTo(401);
        assertThat(api.get("/chat/chat.js").status()).isEqualTo(401);
        Api.Answer nobody = api.get("/auth/me");
        assertThat(nobody.json().getString("type")).isEqualTo("/problems/unauthorized");
        assertThat(nobody.json().getString("request_id")).isEqualTo(nobody.header("X-Request-Id"));
        assertThat(api.get("/").json().getString("request_id")).isNotEmpty();
        SignInClient vera = SignInClient.signedIn(address, "vera");
        Api.Answer console = vera.open("/console/");
        assertThat(console.status()).isEqualTo(403);
        assertThat(console.response().body()).contains("Not allowed", "Sign out");
        assertThat(vera.open("/").header("Cache-Control")).contains("no-store");
        assertThat(vera.get("/chat/chat.js").status()).isEqualTo(200);
    }

    private Api.Answer ask(SignInClient client, String message, String origin) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(Api.path("acme/alpha") + "/chat"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Api.body(message, null)));
        return client.send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    private Api.Answer signOut(SignInClient client, String origin) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/auth/sign-out"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.noBody());
        return client.send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    private Api.Answer withCookie(String session, String path) {
        return api.send(HttpRequest.newBuilder(address.resolve(path))
                .header("Cookie", SignInClient.SESSION + "=" + session)
                .build());
    }

    private static Map<String, String> hidden(Api.Answer page) {
        return Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"")
                .matcher(page.response().body())
                .results()
                .collect(Collectors.toMap(field -> field.group(1), field -> field.group(2)));
    }

    private List<Path> filesWith(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(sso.parley().serverHome())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".war")
                            && !file.toString().endsWith(".jar"))
                    .filter(file -> contains(file, secret))
                    .toList();
        }
    }

    private static boolean contains(Path file, String secret) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private static Map<String, String> query(URI address) {
        return Arrays.stream(String.valueOf(address.getRawQuery()).split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
