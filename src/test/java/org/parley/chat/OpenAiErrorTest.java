package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.platform.Problem;

/** Every problem has its words in OpenAI's format, with the same status. */
class OpenAiErrorTest {
    @ParameterizedTest
    @CsvSource({
        "400, /problems/bad-request, invalid_request_error, , bad_request",
        "400, /problems/context-length-exceeded, invalid_request_error, messages, context_length_exceeded",
        "401, /problems/unauthorized, authentication_error, , unauthorized",
        "403, /problems/account-suspended, permission_error, , account_suspended",
        "404, /problems/not-found, invalid_request_error, , unknown_url",
        "405, /problems/method-not-allowed, invalid_request_error, , method_not_allowed",
        "409, /problems/turn-in-progress, invalid_request_error, , turn_in_progress",
        "413, /problems/message-too-long, invalid_request_error, messages, message_too_long",
        "422, /problems/idempotency-key-reused, invalid_request_error, , idempotency_key_reused",
        "429, /problems/too-many-requests, rate_limit_error, , too_many_requests",
        "500, /problems/internal, server_error, , internal",
        "502, /problems/provider-failed, api_error, , provider_failed",
        "503, /problems/overloaded, server_error, , overloaded",
        "504, /problems/provider-timeout, api_error, , provider_timeout",
    })
    void a_problem_in_openais_shape(int status, String problem, String type, String param, String code) {
        OpenAiError error = OpenAiError.of(new Problem(status, problem, "A title", "What went wrong."));
        assertThat(error).isEqualTo(new OpenAiError(status, "What went wrong.", type, param, code));
        assertThat(error.toJson().getJsonObject("error")).containsOnlyKeys("message", "type", "param", "code");
    }
}
