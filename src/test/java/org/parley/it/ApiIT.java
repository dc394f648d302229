package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, sessions and bad input. */
class ApiIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void accounts_and_agents_can_be_chosen_from() {
        assertThat(api.get("/api/accounts").json().getJsonArray("accounts").getValuesAs(JsonObject.class))
                .extracting(account -> account.getString("slug"))
                .contains("wyckoff", "agrofresh", "default");
        JsonObject agents = api.get("/api/accounts/wyckoff/agents").json();
        assertThat(agents.getJsonArray("agents").getJsonObject(0).getString("slug"))
                .isEqualTo("wyckoff_info_chat1");
        JsonObject agent =
                api.get("/api/accounts/wyckoff/agents/wyckoff_info_chat1").json();
        assertThat(agent.getJsonArray("tools").toString()).contains("search_directory");
        assertThat(agent.getJsonArray("suggestions").getString(0))
                .isEqualTo("Who is a cardiologist, and when is the pharmacy open?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/accounts/nobody/agents | 404 | /problems/not-found",
                "/api/accounts/acme/agents/nobody | 404 | /problems/not-found",
                "/api/accounts/ACME/agents | 404 | /problems/not-found",
                "/api/accounts/..%2f..%2fetc/agents/x | 404 | /problems/not-found",
                "/api/accounts/acme%20/agents | 404 | /problems/not-found",
                "/api/nothing/here | 404 | /problems/not-found",
                "/nothing/here | 404 | /problems/not-found",
                "/api/accounts/acme/agents/alpha/stream | 405 | /problems/method-not-allowed",
                "/api/accounts/acme/agents/alpha/history | 400 | /problems/bad-request",
                "/api/accounts/acme/agents/alpha/history?session_id=x | 400 | /problems/bad-request",
                "/api/accounts/acme/agents/alpha/history?session_id=01890000-0000-7000-8000-000000000000 | 404 | /problems/not-found",
            })
    void a_wrong_address_is_a_problem_document(String path, int status, String type) {
        Api.Answer answer = api.get(path);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().getString("type")).isEqualTo(type);
        assertThat(answer.json().getString("request_id")).isEqualTo(answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/WEB-INF/web.xml",
                "/WEB-INF%2Fweb.xml",
                "/%57EB-INF/web.xml",
                "/chat/%2E%2E/WEB-INF/web.xml",
                "/chat%2F..%2FWEB-INF%2Fweb.xml",
                "/chat/..%5CWEB-INF%5Cweb.xml",
                "/api%2F..%2FWEB-INF%2Fweb.xml",
                "/v1%2F..%2FWEB-INF/web.xml",
                "/WEB-INF/classes/META-INF%2Fmicroprofile-config.properties",
                "/chat/..%2F..%2F..%2Fserver.xml",
                "/%2E%2E/%2E%2E/server.xml",
            })
    void no_way_of_writing_an_address_leads_to_what_is_not_served(String path) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.response().body()).doesNotContain("web-app", "featureManager", "db.pool");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``",
                "`{`",
                "`[]`",
                "`\"text\"`",
                "`{}`",
                "`{\"message\":\"\"}`",
                "`{\"message\":\"   \"}`",
                "`{\"message\":7}`",
                "`{\"message\":null}`",
                "`{\"message\":\"x\",\"account\":\"globex\"}`",
                "`{\"message\":\"x\",\"session_id\":\"1-1-1-1-1\"}`",
                "`{\"message\":\"x\",\"session_id\":{}}`",
                "`{\"message\":\"nul \\u0000\"}`",
            })
    void a_bad_body_is_a_400_and_leaves_nothing_behind(String body) {
        long before = sql.count("SELECT count(*) FROM llm_requests");

        Api.Answer answer = api.post(Api.path("acme/alpha") + "/stream", body == null ? "" : body);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/bad-request");
        assertThat(sql.count("SELECT count(*) FROM llm_requests")).isEqualTo(before);
    }

    @Test
    void what_is_too_large_too_deep_or_of_another_kind_is_refused() {
        String path = Api.path("acme/brief") + "/chat";
        assertThat(api.post(path, Api.body("x".repeat(201), null)).status()).isEqualTo(413);
        assertThat(api.post(path, Api.body("x".repeat(2 << 20), null)).status()).isEqualTo(413);
        assertThat(api.post(path, "{\"message\":" + "[".repeat(100_000)).status())
                .isEqualTo(400);
        HttpRequest latin1 = api.request(path, "")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xE9, '"'}))
                .build();
        assertThat(api.send(latin1).status()).isEqualTo(400);
        HttpRequest text = api.request(path, "hello")
                .setHeader("Content-Type", "text/plain")
                .build();
        assertThat(api.send(text).status()).isEqualTo(415);
    }

    @Test
    void a_session_belongs_to_one_agent_of_one_account() {
        parley.provider().script("own-session", call -> call.text("Mine.").end("stop", 1, 1, "0"));
        String session = api.chat("acme/alpha", "own-session").json().getString("session_id");

        for (String other : List.of("acme/beta", "globex/gamma")) {
            Api.Answer answer = api.post(Api.path(other) + "/chat", Api.body("own-session again", session));
            assertThat(answer.status()).as(other).isEqualTo(404);
            assertThat(api.get(Api.path(other) + "/history?session_id=" + session)
                            .status())
                    .as(other)
                    .isEqualTo(404);
        }
        assertThat(sql.count("SELECT count(*) FROM messages WHERE session_id = ?", UUID.fromString(session)))
                .isEqualTo(2);
    }

    @Test
    void the_newest_of_a_session_is_what_the_model_is_shown() {
        String session = "";
        for (int i = 1; i <= 4; i++) {
            int round = i;
            parley.provider()
                    .script(
                            "round-" + i + ".",
                            call -> call.text("answer " + round).end("stop", 1, 1, "0"));
            session = api.post(
                            Api.path("acme/brief") + "/chat",
                            Api.body("round-" + i + ".", session.isEmpty() ? null : session))
                    .json()
                    .getString("session_id");
        }

        List<JsonObject> shown = parley.provider()
                .book("round-4.")
                .get(0)
                .request()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
        assertThat(shown)
                .extracting(message -> message.getString("content"))
                .filteredOn(content -> !content.startsWith("##"))
                .containsExactly("round-2.", "answer 2", "round-3.", "answer 3", "round-4.");
        JsonObject history = api.get(Api.path("acme/brief") + "/history?session_id=" + session)
                .json();
        assertThat(history.getJsonArray("messages").getValuesAs(JsonObject.class))
                .extracting(message -> message.getString("content"))
                .containsExactly(
                        "round-1.", "answer 1", "round-2.", "answer 2", "round-3.", "answer 3", "round-4.", "answer 4");
    }

    @Test
    void a_suspended_account_and_an_inactive_agent_are_refused() {
        sql.execute("UPDATE accounts SET status = 'suspended' WHERE slug = 'globex'");
        try {
            assertThat(api.chat("globex/gamma", "suspended").json().getString("type"))
                    .isEqualTo("/problems/account-suspended");
        } finally {
            sql.execute("UPDATE accounts SET status = 'active' WHERE slug = 'globex'");
        }
        sql.execute("UPDATE agent_instances SET status = 'inactive' WHERE slug = 'gamma'");
        try {
            assertThat(api.chat("globex/gamma", "inactive").status()).isEqualTo(403);
        } finally {
            sql.execute("UPDATE agent_instances SET status = 'active' WHERE slug = 'gamma'");
        }
    }

    @Test
    void an_agent_without_a_file_of_its_own_is_not_served_and_the_path_is_named() {
        sql.execute("""
                INSERT INTO agent_instances SELECT gen_random_uuid(), id, 'fileless', 't', 'Fileless', 'active', now()
                FROM accounts WHERE slug = 'globex' ON CONFLICT DO NOTHING""");
        try {
            Api.Answer answer = api.chat("globex/fileless", "hello");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().getString("detail")).contains("agent_configs/globex/fileless/config.yaml");
        } finally {
            sql.execute("DELETE FROM agent_instances WHERE slug = 'fileless'");
        }
    }
}
