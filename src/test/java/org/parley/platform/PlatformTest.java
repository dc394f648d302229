package org.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plumbing takes anything that a client can send. */
class PlatformTest {
    @Test
    void ids_sort_by_the_time_they_were_made() {
        UUID last = Ids.next();
        for (int i = 0; i < 1_000; i++) {
            UUID next = Ids.next();
            assertThat(next.toString()).isGreaterThan(last.toString());
            assertThat(next.version()).isEqualTo(7);
            last = next;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "x",
                "01890000-0000-7000-8000-00000000000",
                "01890000-0000-7000-8000-0000000000000",
                "{01890000-0000-7000-8000-000000000000}"
            })
    void what_is_no_id_in_its_canonical_form_is_refused(String text) {
        assertThatThrownBy(() -> Ids.parse("session_id", text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "\"x\"",
                "{",
                "{}}",
                "{} {}",
                "{\"a\":}",
                "{'a':1}",
                "\u0000",
                "{\"a\":1e}"
            })
    void what_is_no_json_object_is_none(String text) {
        assertThat(Json.parseObject(text)).isEmpty();
    }

    @Test
    void json_of_any_depth_is_survived() {
        assertThat(Json.parseObject("{\"a\":" + "[".repeat(100_000))).isEmpty();
        assertThat(Json.parseObject("{\"a\":".repeat(100_000))).isEmpty();
        assertThat(Json.parseObject("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isPresent();
    }

    @Test
    void a_status_that_the_server_chose_has_a_stable_type() {
        assertThat(Problems.ofStatus(405).type()).isEqualTo("/problems/method-not-allowed");
        assertThat(Problems.ofStatus(404).type()).isEqualTo("/problems/not-found");
        assertThat(Problems.ofStatus(499).title()).isEqualTo("Refused");
        assertThat(Problems.ofStatus(503)).isEqualTo(Problems.internal());
    }

    @Test
    void a_cause_is_found_however_it_was_wrapped() {
        ProblemException problem = Problems.notFound("x");
        Exception wrapped = new IllegalStateException(new RuntimeException(problem));
        assertThat(ProblemMapper.causeOf(wrapped, ProblemException.class)).contains(problem);
        assertThat(ProblemMapper.causeOf(wrapped, IOException.class)).isEmpty();
    }

    @Test
    void a_problem_is_an_error_and_its_message_shows_no_cause() {
        assertThatThrownBy(() -> new Problem(200, "t", "t", "d")).isInstanceOf(IllegalArgumentException.class);
        String document = Problems.internal().toJson("r-1").build().toString();
        assertThat(document)
                .contains("\"request_id\":\"r-1\"", "\"status\":500")
                .doesNotContain("Exception");
    }
}
