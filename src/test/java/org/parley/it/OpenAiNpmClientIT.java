package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Node works unchanged: it is given an address and any key. */
class OpenAiNpmClientIT {
    private static NpmClient client;

    private final Parley parley = Parley.running();

    @BeforeAll
    static void install() {
        client = new NpmClient();
    }

    @Test
    void a_completion_with_its_usage_and_cost() {
        parley.provider().script("on-whole", call -> call.text("Hej.").end("stop", 12, 4, "0.5"));

        JsonObject completion = run("complete", "acme/alpha", "on-whole", "{\"max_tokens\":50}");

        assertThat(completion.getString("text")).isEqualTo("Hej.");
        assertThat(completion.getString("finish")).isEqualTo("stop");
        assertThat(completion.getString("id")).startsWith("chatcmpl-");
        assertThat(completion.getString("request_id")).isNotBlank();
        assertThat(completion.getJsonObject("usage").getInt("total_tokens")).isEqualTo(16);
        assertThat(completion.getJsonObject("cost").getString("amount")).isEqualTo("0.5");
    }

    @Test
    void a_stream_with_its_usage_at_the_end() {
        parley.provider()
                .script("on-stream", call -> call.text("One ").text("two.").end("length", 5, 2, "0.5"));

        JsonObject stream = run("stream", "acme/alpha", "on-stream");

        assertThat(stream.getString("text")).isEqualTo("One two.");
        assertThat(stream.getString("finish")).isEqualTo("length");
        assertThat(stream.getJsonObject("usage").getInt("total_tokens")).isEqualTo(7);
    }

    @Test
    void a_stream_that_is_cut_is_an_exception_after_the_words_that_came() {
        parley.provider().script("on-cut", call -> call.text("Half of"));

        JsonObject cut = run("stream", "acme/alpha", "on-cut");

        assertThat(cut.getString("failure")).isEqualTo("APIError");
        assertThat(cut.getString("code")).isEqualTo("provider_failed");
        assertThat(cut.getString("text")).isEqualTo("Half of");
    }

    @Test
    void an_answer_that_was_cut_is_an_exception_and_is_not_bought_again() {
        parley.provider()
                .script(
                        "on-torn",
                        call -> call.text("Half of"),
                        call -> call.text("Again.").end("stop", 1, 1, "0.5"));

        JsonObject torn = run("complete", "acme/alpha", "on-torn");

        assertThat(torn.getString("failure")).isEqualTo("InternalServerError");
        assertThat(torn.getInt("status")).isEqualTo(502);
        assertThat(parley.provider().book("on-torn")).hasSize(1);
    }

    @Test
    void refusals_are_the_clients_own_exceptions() {
        JsonObject unknown = run("complete", "acme/nobody", "x");
        assertThat(unknown.getString("failure")).isEqualTo("NotFoundError");
        assertThat(unknown.getInt("status")).isEqualTo(404);
        assertThat(unknown.getString("code")).isEqualTo("model_not_found");
        assertThat(unknown.getString("param")).isEqualTo("model");
        JsonObject bad = run("stream", "acme/alpha", "x", "{\"top_p\":0.5}");
        assertThat(bad.getString("failure")).isEqualTo("BadRequestError");
        assertThat(bad.getString("type")).isEqualTo("invalid_request_error");
        assertThat(bad.getString("code")).isEqualTo("unsupported_parameter");
        assertThat(bad.getString("param")).isEqualTo("top_p");
    }

    @Test
    void models_are_listed_and_found_by_their_address() {
        JsonObject models = run("models", "acme/alpha", "x");
        assertThat(models.getJsonArray("listed").getValuesAs(JsonString.class))
                .extracting(JsonString::getString)
                .contains("wyckoff/wyckoff_info_chat1")
                .doesNotContain("acme/alpha");
        assertThat(models.getString("found")).isEqualTo("acme/alpha");
    }

    private JsonObject run(String what, String model, String message) {
        return run(what, model, message, "{}");
    }

    private JsonObject run(String what, String model, String message, String options) {
        return client.run(parley.address() + "/v1", what, model, message, options);
    }
}
