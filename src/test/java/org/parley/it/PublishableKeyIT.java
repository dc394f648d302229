package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.fake.ProviderStub;

/** A key that stands in a page opens one agent to visitors of that page, and nothing else. */
class PublishableKeyIT {
    private static final String ORIGIN = "https://shop.example";
    private static final String AGENT = "/api/accounts/globex/agents/gamma";

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private JsonObject key;

    @BeforeEach
    void create() {
        Api.Answer made = api.post(
                "/api/accounts/globex/keys",
                "{\"name\":\"shop\",\"agent\":\"gamma\",\"origins\":[\"" + ORIGIN + "\"]}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).contains("no-store");
        key = made.json();
        parley.provider()
                .script(
                        "publishable",
                        Stream.generate(() -> (ProviderStub.Reply)
                                        call -> call.text("Welcome.").end("stop", 1, 1, "0.01"))
                                .limit(3)
                                .toArray(ProviderStub.Reply[]::new));
    }

    @Test
    void a_visitor_of_the_page_chats_and_comes_back_to_the_same_session() {
        Api.Answer first = chat(AGENT, ORIGIN, "", "{\"message\":\"publishable\"}");
        assertThat(first.status()).as(first.response().body()).isEqualTo(200);
        assertThat(first.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(first.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(first.header("Access-Control-Expose-Headers")).contains("X-LLM-Request-Id");
        String cookie = first.header("Set-Cookie");
        assertThat(cookie)
                .startsWith("__Host-parley_visitor.globex.gamma=")
                .contains("HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/;")
                .doesNotContain("Domain");

        String again =
                "{\"message\":\"publishable\",\"session_id\":\"" + first.json().getString("session_id") + "\"}";
        assertThat(chat(AGENT, ORIGIN, cookie.split(";", -1)[0], again).status())
                .isEqualTo(200);
        assertThat(chat(AGENT, ORIGIN, "", again).status())
                .as("another visitor")
                .isEqualTo(404);
    }

    @Test
    void it_opens_no_other_agent_account_or_operation() {
        assertThat(chat("/api/accounts/acme/agents/steady", ORIGIN, "", "{\"message\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/accounts/globex/usage").status()).isEqualTo(403);
        assertThat(get("/api/accounts/globex/keys").status()).isEqualTo(403);
        assertThat(get("/api/admin/pool").status()).isEqualTo(403);
        assertThat(get("/api/accounts").response().body()).doesNotContain("acme");
    }

    @Test
    void strangers_cannot_fill_the_record_of_refusals() {
        String refused = "SELECT count(*) FROM audit_events WHERE action = 'access' AND caller LIKE 'visitor:%'";
        Sql sql = new Sql(parley);
        long before = sql.count(refused);

        for (int i = 0; i < 30; i++) {
            assertThat(get("/api/accounts/invented-" + i + "/agents").status()).isEqualTo(404);
        }

        assertThat(sql.count(refused) - before).as("a few a minute and key").isBetween(1L, 20L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://shop.example", "https://shop.example:8443", "null"})
    void pages_of_other_origins_are_refused(String origin) {
        Api.Answer answer = chat(AGENT, origin, "", "{\"message\":\"publishable\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/foreign-origin");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight(origin).header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void browsers_are_told_that_the_page_may_ask() {
        Api.Answer answer = preflight(ORIGIN);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization", "Idempotency-Key");
    }

    @Test
    void a_key_that_was_revoked_or_is_over_or_was_changed_opens_nothing() {
        String other = key.getString("key").replaceAll("....$", "AAAA");
        assertThat(api.send(withKey(other, AGENT + "/chat", ORIGIN, "{\"message\":\"x\"}")
                                .build())
                        .status())
                .isEqualTo(401);
        assertThat(api.delete("/api/accounts/globex/keys/" + key.getString("id"))
                        .status())
                .isEqualTo(204);
        assertThat(chat(AGENT, ORIGIN, "", "{\"message\":\"x\"}").status()).isEqualTo(401);
        JsonObject over = api.post(
                        "/api/accounts/globex/keys",
                        "{\"name\":\"old\",\"role\":\"owner\",\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                .json();
        assertThat(api.send(HttpRequest.newBuilder(parley.address().resolve("/api/accounts/globex/usage"))
                                .header("Authorization", "Bearer " + over.getString("key"))
                                .build())
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"x\",\"role\":\"king\"}",
                "{\"name\":\"x\",\"origins\":[\"https://shop.example/path\"],\"agent\":\"gamma\"}",
                "{\"name\":\"x\",\"origins\":[\"*\"],\"agent\":\"gamma\"}",
                "{\"name\":\"x\",\"origins\":[\"https://shop.example\"]}",
                "{\"name\":\"x\",\"origins\":[\"https://shop.example\"],\"agent\":\"gamma\",\"role\":\"owner\"}",
                "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}",
                "{\"name\":\"x\",\"expires_at\":\"+300000-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"surprise\":1}",
                "[]"
            })
    void a_key_that_makes_no_sense_is_refused(String body) {
        assertThat(api.post("/api/accounts/globex/keys", body).status()).isEqualTo(400);
    }

    @Test
    void a_key_is_never_shown_again() {
        assertThat(api.get("/api/accounts/globex/keys").response().body())
                .contains(key.getString("prefix"))
                .doesNotContain(key.getString("key"));
        assertThat(parley.console()).doesNotContain(key.getString("key"));
    }

    private Api.Answer chat(String agent, String origin, String cookie, String body) {
        HttpRequest.Builder request = withKey(key.getString("key"), agent + "/chat", origin, body);
        return api.send((cookie.isEmpty() ? request : request.header("Cookie", cookie)).build());
    }

    private HttpRequest.Builder withKey(String text, String path, String origin, String body) {
        return api.request(path, body).header("Authorization", "Bearer " + text).header("Origin", origin);
    }

    private Api.Answer get(String path) {
        return api.send(HttpRequest.newBuilder(parley.address().resolve(path))
                .header("Authorization", "Bearer " + key.getString("key"))
                .build());
    }

    private Api.Answer preflight(String origin) {
        return api.send(HttpRequest.newBuilder(parley.address().resolve(AGENT + "/chat"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .build());
    }
}
