package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under {@code /v1}, models and refusals have OpenAI's shape, whoever refuses. */
class OpenAiErrorsIT {
    private final Parley parley = Parley.running();
    private final OpenAi openAi = new OpenAi(parley);
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void only_the_agents_of_the_accounts_that_operators_list_are_models_to_be_seen() {
        JsonObject models = openAi.get("/v1/models").json();
        assertThat(models.getString("object")).isEqualTo("list");
        assertThat(models.getJsonArray("data").getValuesAs(JsonObject.class))
                .extracting(model -> model.getString("id"))
                .contains("wyckoff/wyckoff_info_chat1", "agrofresh/agro_info_chat1", "default/simple_chat1")
                .noneMatch(id -> id.startsWith("acme/") || id.startsWith("globex/"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/models/acme/alpha", "/v1/models/acme%2Falpha", "/v1/models/acme%2falpha"})
    void a_model_is_found_by_its_address_however_its_slash_is_written(String path) {
        Api.Answer answer = openAi.get(path);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.json().getString("id")).isEqualTo("acme/alpha");
        assertThat(answer.json().getString("object")).isEqualTo("model");
        assertThat(answer.json().getString("owned_by")).isEqualTo("acme");
        assertThat(answer.json().getInt("created")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/acme/nobody, 404, model_not_found",
        "/v1/models/nobody/alpha, 404, model_not_found",
        "/v1/models/gpt-4o, 404, model_not_found",
        "/v1/models/acme/alpha/more, 404, model_not_found",
        "/v1/nothing, 404, unknown_url",
        "/v1, 404, unknown_url",
        "/v1/chat/completions, 405, method_not_allowed",
    })
    void a_wrong_address_is_an_error_in_openais_shape(String path, int status, String code) {
        assertError(openAi.get(path), status, "invalid_request_error", code);
    }

    @ParameterizedTest
    @CsvSource({"nobody/alpha", "acme/nobody", "alpha", "ACME/alpha"})
    void a_model_that_is_no_agents_address_is_not_found_and_nothing_is_booked(String model) {
        long before = sql.count("SELECT count(*) FROM llm_requests");
        for (String stream : new String[] {"false", "true"}) {
            Api.Answer answer = openAi.ask(model, "hello", "\"stream\":" + stream);
            assertError(answer, 404, "invalid_request_error", "model_not_found");
            assertThat(OpenAi.error(answer).getString("param")).isEqualTo("model");
        }
        assertThat(sql.count("SELECT count(*) FROM llm_requests")).isEqualTo(before);
    }

    @Test
    void a_suspended_account_has_no_model() {
        sql.execute("UPDATE accounts SET status = 'suspended' WHERE slug = 'globex'");
        try {
            assertError(openAi.ask("globex/gamma", "hello"), 403, "permission_error", "account_suspended");
        } finally {
            sql.execute("UPDATE accounts SET status = 'active' WHERE slug = 'globex'");
        }
    }

    @Test
    void what_is_too_long_too_large_or_of_another_kind_is_refused() {
        assertError(openAi.ask("acme/brief", "x".repeat(201)), 413, "invalid_request_error", "message_too_long");
        assertError(openAi.ask("acme/brief", "x".repeat(2 << 20)), 413, "invalid_request_error", "body_too_large");
        String past = "{\"role\":\"system\",\"content\":\"" + "x".repeat(100_001) + "\"}";
        assertError(
                openAi.post(OpenAi.body("acme/alpha", "hello").replace("[{", "[" + past + ",{")),
                400,
                "invalid_request_error",
                "context_length_exceeded");
        assertError(
                openAi.send(openAi.request("acme/alpha", "x")
                        .setHeader("Content-Type", "text/plain")
                        .build()),
                415,
                "invalid_request_error",
                "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 400 | invalid_json",
                "`{` | 400 | invalid_json",
                "`{\"stream\":true}` | 400 | missing_required_parameter",
                "`{\"model\":\"acme/alpha\",\"stream\":\"yes\"}` | 400 | invalid_type",
                "`{\"model\":\"acme/alpha\",\"messages\":[]}` | 400 | missing_required_parameter",
                "`{\"model\":\"acme/alpha\",\"stream\":true,\"n\":2}` | 400 | unsupported_parameter",
            })
    void a_bad_body_is_refused_in_the_same_shape_for_both_kinds_of_answers(String body, int status, String code) {
        assertError(openAi.post(body == null ? "" : body), status, "invalid_request_error", code);
    }

    @Test
    void other_methods_are_refused_in_the_same_shape() {
        assertError(api.delete("/v1/models"), 405, "invalid_request_error", "method_not_allowed");
        HttpRequest put = openAi.request("acme/alpha", "x")
                .method("PUT", HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertError(openAi.send(put), 405, "invalid_request_error", "method_not_allowed");
    }

    @Test
    void a_ledger_that_is_away_is_told_before_a_model_is_asked() {
        parley.provider().script("oa-unbooked", call -> call.text("never").end("stop", 1, 1, "1"));
        sql.execute("ALTER TABLE llm_calls RENAME TO llm_calls_away");
        Api.Answer answer;
        try {
            answer = openAi.ask("acme/alpha", "oa-unbooked", "\"stream\":true");
        } finally {
            sql.execute("ALTER TABLE llm_calls_away RENAME TO llm_calls");
        }
        assertError(answer, 503, "server_error", "ledger_unavailable");
        assertThat(parley.provider().book("oa-unbooked")).isEmpty();
    }

    private static void assertError(Api.Answer answer, int status, String type, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonObject error = OpenAi.error(answer);
        assertThat(error).containsOnlyKeys("message", "type", "param", "code");
        assertThat(error.getString("type")).isEqualTo(type);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("message")).isNotBlank().doesNotContain("Exception");
    }
}
