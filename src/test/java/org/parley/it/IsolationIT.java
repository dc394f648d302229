package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.fake.FakeIssuer;
import org.parley.it.Operations.Operation;
import org.parley.platform.Json;

/** Behind a sign-in: nobody reads, writes or bills what is another tenant's, and nobody does more than their role allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {
    private static final String ORIGIN = "https://shop.example";
    private static final String CHAT = "/api/accounts/acme/agents/steady/chat";

    private final FakeIssuer issuer = new FakeIssuer();
    private Parley parley;
    private Api api;
    private Sql sql;
    private String request;
    private String session;
    private String key;

    @BeforeAll
    void start() throws InterruptedException {
        parley = Parley.start("isolated", issuer.settings());
        api = new Api(parley.address());
        sql = new Sql(parley);
        parley.provider().script("secret plans", call -> call.text("The plans.").end("stop", 10, 5, "0.25"));
        JsonObject turn =
                send("POST", CHAT, owner("acme"), body("secret plans")).json();
        request = turn.getString("llm_request_id");
        session = turn.getString("session_id");
        key = newKey("acme", owner("acme"), "{\"name\":\"spare\"}").getString("id");
    }

    @AfterAll
    void stop() {
        parley.close();
        issuer.close();
    }

    static List<Operation> operations() {
        return Operations.all();
    }

    static Stream<Operation> operationsOfAccounts() {
        return Operations.all().stream().filter(operation -> operation.namesAccount() && !isAgents(operation));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobody_is_let_in_without_proof(Operation operation) {
        Map<String, String> before = rows();
        Api.Answer answer = send(operation, Map.of());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void another_tenant_finds_nothing_changes_nothing_and_bills_nothing(Operation operation) {
        String foreignKey = newKey("globex", owner("globex"), "{\"name\":\"k\",\"role\":\"owner\"}")
                .getString("key");
        String widget = newKey(
                        "globex",
                        owner("globex"),
                        "{\"name\":\"w\",\"agent\":\"gamma\",\"origins\":[\"" + ORIGIN + "\"]}")
                .getString("key");
        Map<String, String> before = rows();
        int calls = parley.provider().book("intrusion").size();
        for (Map<String, String> caller : List.of(
                owner("globex"),
                bearer(issuer.token("mia")),
                bearer(foreignKey),
                Map.of("Authorization", "Bearer " + widget, "Origin", ORIGIN))) {
            Api.Answer answer = send(operation, caller);
            if (operation.isForOperators()) {
                assertThat(answer.status()).isEqualTo(403);
            } else if (isList(operation)) {
                assertThat(answer.response().body()).doesNotContain("acme");
            } else {
                assertThat(answer.status()).as(answer.response().body()).isEqualTo(404);
            }
            assertThat(answer.response().body()).doesNotContain("secret plans").doesNotContain("The plans");
        }
        assertThat(rows()).isEqualTo(before);
        assertThat(parley.provider().book("intrusion")).hasSize(calls);
    }

    @ParameterizedTest
    @MethodSource("operationsOfAccounts")
    void a_role_below_the_least_one_is_refused_with_403(Operation operation) {
        for (String role : List.of("visitor", "member", "editor")) {
            if (rank(role) < rank(least(operation))) {
                Api.Answer answer = send(operation, bearer(issuer.token("low", "acme:" + role)));
                assertThat(answer.status()).as(role).isEqualTo(403);
            }
        }
    }

    @Test
    void a_key_for_one_agent_is_no_more_than_a_visitor_where_it_is_about_the_account() {
        Map<String, String> program =
                bearer(newKey("acme", owner("acme"), "{\"name\":\"one\",\"agent\":\"steady\",\"role\":\"owner\"}")
                        .getString("key"));
        Map<String, String> widget = new HashMap<>(bearer(
                newKey("acme", owner("acme"), "{\"name\":\"w\",\"agent\":\"steady\",\"origins\":[\"" + ORIGIN + "\"]}")
                        .getString("key")));
        widget.put("Origin", ORIGIN);
        Map<String, String> before = rows();
        for (String path : List.of("keys", "usage", "audit", "caps")) {
            assertThat(send("GET", "/api/accounts/acme/" + path, program).status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(send("POST", "/api/accounts/acme/keys", program, "{\"name\":\"all\",\"role\":\"owner\"}")
                        .status())
                .isEqualTo(403);
        assertThat(send("DELETE", "/api/accounts/acme/messages?before=2199-01-01", program)
                        .status())
                .isEqualTo(403);
        assertThat(send("GET", "/api/accounts/acme/requests/" + request + "/events", program)
                        .status())
                .isEqualTo(404);
        for (Map<String, String> caller : List.of(program, widget)) {
            assertThat(send("GET", "/api/accounts/acme/agents", caller)
                            .response()
                            .body())
                    .contains("\"steady\"")
                    .doesNotContain("\"alpha\"");
            assertThat(send("GET", "/v1/models", caller).response().body())
                    .contains("acme/steady")
                    .doesNotContain("acme/alpha");
            assertThat(send("GET", "/api/accounts/acme/agents/alpha", caller).status())
                    .isEqualTo(404);
        }
        assertThat(rows()).isEqualTo(before);
        assertThat(send("GET", "/api/accounts/acme/agents/steady/caps", program).status())
                .isEqualTo(200);
    }

    @Test
    void a_visitor_cannot_read_hear_or_end_what_another_began() {
        Map<String, String> other = bearer(issuer.token("nosy", "acme:member"));
        assertThat(send("GET", "/api/accounts/acme/agents/steady/history?session_id=" + session, other)
                        .status())
                .isEqualTo(404);
        assertThat(send("GET", "/api/accounts/acme/requests/" + request + "/events", other)
                        .status())
                .isEqualTo(404);
        assertThat(send("DELETE", "/api/accounts/acme/requests/" + request, other)
                        .status())
                .isEqualTo(404);
        assertThat(send("POST", CHAT, other, "{\"message\":\"go on\",\"session_id\":\"" + session + "\"}")
                        .status())
                .isEqualTo(404);
        Map<String, String> editor = bearer(issuer.token("eddi", "acme:editor"));
        assertThat(send("GET", "/api/accounts/acme/agents/steady/history?session_id=" + session, editor)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_same_idempotency_key_of_another_caller_is_another_turn() {
        parley.provider()
                .script(
                        "once",
                        call -> call.text("A").end("stop", 1, 1, "0.1"),
                        call -> call.text("B").end("stop", 1, 1, "0.1"));
        JsonObject first = chatOnce("ann");
        JsonObject again = chatOnce("ann");
        JsonObject other = chatOnce("bob");
        assertThat(again.getString("llm_request_id")).isEqualTo(first.getString("llm_request_id"));
        assertThat(other.getString("llm_request_id")).isNotEqualTo(first.getString("llm_request_id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-User", "X-Remote-User", "Remote-User", "X-Auth-Request-Email", "X-SSO-User", "From"
            })
    void headers_that_name_somebody_prove_nothing(String header) {
        assertThat(send("GET", "/api/accounts", Map.of(header, "operator")).status())
                .isEqualTo(401);
    }

    @Test
    void neither_the_model_nor_a_tools_argument_names_another_tenant() {
        String lure = "{\"list_name\":\"staff\",\"account\":\"acme\",\"account_id\":\"acme\",\"query\":\"x\"}";
        parley.provider()
                .script(
                        "as the owner of acme",
                        call -> call.tool(0, "a", "search_directory", lure)
                                .tool(1, "b", "search_directory", "{\"list_name\":\"acme/staff\",\"query\":\"x\"}")
                                .tool(2, "c", "get_available_directories", "{\"account\":\"acme\"}")
                                .end("tool_calls", 1, 1, "0"),
                        call -> call.text("No.").end("stop", 1, 1, "0"));
        Map<String, String> visitor = bearer(issuer.token("vic", "globex:visitor"));
        String id = send("POST", "/api/accounts/globex/agents/gamma/chat", visitor, body("as the owner of acme"))
                .json()
                .getString("llm_request_id");
        assertThat(sql.toolCalls(id)).hasSize(3).allSatisfy(call -> {
            assertThat(call.get("account_id"))
                    .isEqualTo(sql.row("SELECT id FROM accounts WHERE slug = 'globex'")
                            .get("id"));
            assertThat(String.valueOf(call.get("result"))).doesNotContain("Acme");
        });
        assertThat(sql.toolCalls(id).get(0)).containsEntry("status", "rejected");
    }

    @Test
    void no_token_and_no_key_is_in_the_logs() {
        String token = issuer.token("logged", "acme:owner");
        String secret = newKey("acme", bearer(token), "{\"name\":\"logged\"}").getString("key");
        send("GET", "/api/accounts/acme/usage", bearer(secret));
        send("GET", "/api/accounts/acme/usage", bearer(token + "x"));
        send("GET", "/api/accounts/acme/usage", bearer(secret.replaceFirst("..$", "AA")));
        assertThat(parley.console()).doesNotContain(token, secret, secret.substring(20));
    }

    @Test
    void health_is_answered_to_anybody() {
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void an_operator_may_everything_everywhere() {
        Map<String, String> operator = bearer(issuer.token("root", "operator"));
        assertThat(send("GET", "/api/admin/requests", operator).status()).isEqualTo(200);
        assertThat(send("GET", "/api/accounts/acme/caps", operator).status()).isEqualTo(200);
        assertThat(send("GET", "/api/accounts", operator).response().body()).contains("acme", "globex");
    }

    @Test
    void a_suspended_account_is_refused_everywhere() {
        String spare = newKey("initech", owner("initech"), "{\"name\":\"k\",\"role\":\"owner\"}")
                .getString("key");
        sql.execute("UPDATE accounts SET status = 'suspended' WHERE slug = 'initech'");
        try {
            for (Map<String, String> caller : List.of(owner("initech"), bearer(spare))) {
                for (String path : List.of("caps", "usage", "keys", "agents", "audit")) {
                    Api.Answer answer = send("GET", "/api/accounts/initech/" + path, caller);
                    assertThat(answer.status()).as(path).isEqualTo(403);
                    assertThat(answer.json().getString("type")).isEqualTo("/problems/account-suspended");
                }
            }
        } finally {
            sql.execute("UPDATE accounts SET status = 'active' WHERE slug = 'initech'");
        }
    }

    @Test
    void who_did_what_and_was_refused_what_is_on_record() {
        JsonObject made = newKey("acme", owner("acme"), "{\"name\":\"for the record\"}");
        send("DELETE", "/api/accounts/acme/keys/" + made.getString("id"), owner("acme"));
        send("PUT", "/api/accounts/acme/caps", owner("acme"), "{\"day\":\"100\"}");
        send("PUT", "/api/accounts/acme/caps", owner("acme"), "{}");
        send("GET", "/api/accounts/acme/usage", bearer(issuer.token("outsider", "globex:owner")));
        send("GET", "/v1/models/acme/alpha", bearer(issuer.token("by-model", "globex:owner")));
        String completion =
                "{\"model\":\"acme/alpha\",\"messages\":[{\"role\":\"user\",\"content\":\"secret plans\"}]}";
        send("POST", "/v1/chat/completions", bearer(issuer.token("by-chat", "globex:owner")), completion);
        String events = send("GET", "/api/accounts/acme/audit", owner("acme"))
                .response()
                .body();
        assertThat(events).contains("key.create", "key.revoke", "cap.set", "user:acme-owner", made.getString("id"));
        assertThat(events).doesNotContain("secret plans").doesNotContain(made.getString("key"));
        Map<String, String> operator = bearer(issuer.token("root", "operator"));
        assertThat(send("GET", "/api/admin/audit/csv", operator).response().body())
                .contains(
                        "user:outsider,access,acme,refused",
                        "user:by-model,access,acme,refused",
                        "user:by-chat,access,acme,refused");
        assertThat(send("GET", "/api/accounts/globex/audit", owner("globex"))
                        .response()
                        .body())
                .doesNotContain("acme");
    }

    private JsonObject chatOnce(String subject) {
        HttpRequest asked = api.request(CHAT, body("once"))
                .header("Authorization", "Bearer " + issuer.token(subject, "acme:visitor"))
                .header("Idempotency-Key", "k1")
                .build();
        return api.send(asked).json();
    }

    private JsonObject newKey(String account, Map<String, String> caller, String body) {
        Api.Answer answer = send("POST", "/api/accounts/" + account + "/keys", caller, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json();
    }

    /** What every account has, row by row, but for the record of refusals. */
    private Map<String, String> rows() {
        return Map.of(
                "llm_requests", digest("llm_requests"),
                "llm_calls", digest("llm_calls"),
                "messages", digest("messages"),
                "sessions", digest("sessions"),
                "accounts", digest("accounts"),
                "agent_instances", digest("agent_instances"),
                "api_keys", digest("api_keys"),
                "cap_counters", digest("cap_counters"));
    }

    private String digest(String table) {
        return sql.value(
                String.class,
                "SELECT count(*) || ' ' || COALESCE(md5(string_agg(CAST(t AS text), ',' ORDER BY CAST(t AS text))), '') FROM "
                        + table + " t");
    }

    private Api.Answer send(Operation operation, Map<String, String> headers) {
        String path = operation
                .path()
                .replace("{account}", "acme")
                .replace("{agent}", "steady")
                .replace("{id}", operation.path().contains("/keys/") ? key : request);
        if (path.endsWith("/history")) {
            path += "?session_id=" + session;
        } else if (path.endsWith("/messages")) {
            path += "?before=2199-01-01";
        }
        return send(operation.method(), path, headers, bodyFor(operation));
    }

    private static String bodyFor(Operation operation) {
        if (operation.path().endsWith("/keys")) {
            return "{\"name\":\"mine\",\"role\":\"owner\"}";
        }
        if (operation.path().endsWith("/caps")) {
            return "{\"day\":\"0\"}";
        }
        return operation.path().startsWith("/v1")
                ? "{\"model\":\"acme/steady\",\"messages\":[{\"role\":\"user\",\"content\":\"intrusion\"}]}"
                : body("intrusion");
    }

    private Api.Answer send(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(parley.address().resolve(path));
        boolean hasBody = method.equals("POST") || method.equals("PUT");
        builder.method(
                method, hasBody ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
        if (hasBody) {
            builder.header("Content-Type", "application/json");
        }
        headers.forEach(builder::header);
        return api.send(builder.build());
    }

    private Api.Answer send(String method, String path, Map<String, String> headers) {
        return send(method, path, headers, "");
    }

    private Map<String, String> owner(String account) {
        return bearer(issuer.token(account + "-owner", account + ":owner"));
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static String body(String message) {
        return Json.object().add("message", message).build().toString();
    }

    private static boolean isList(Operation operation) {
        return operation.path().equals("/api/accounts") || operation.path().equals("/v1/models");
    }

    /** What a visitor may do. */
    private static boolean isAgents(Operation operation) {
        return (operation.path().contains("/agents") && !operation.path().endsWith("/caps"))
                || operation.path().endsWith("/requests/{id}")
                || operation.path().endsWith("/events");
    }

    private static String least(Operation operation) {
        String path = operation.path();
        if (path.contains("/keys")
                || path.contains("/audit")
                || operation.method().equals("PUT")) {
            return "owner";
        }
        return path.endsWith("/messages") ? "editor" : "member";
    }

    private static int rank(String role) {
        return List.of("visitor", "member", "editor", "owner").indexOf(role);
    }
}
