package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.parley.fake.StubCall;
import org.parley.run.Database;

/** Every wait has an end, and what is stopped is stopped everywhere: at the provider, in the tools, in the database. */
class DeadlineIT {
    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);

    @Test
    void a_turn_ends_when_its_time_is_over_though_the_provider_shows_signs_of_life() throws Exception {
        parley.provider().script("only-comments", StubCall::commentUntilLeft);

        List<EventStream.Event> events =
                api.stream("acme/hasty", "only-comments").all();

        EventStream.Event error = events.get(events.size() - 1);
        assertThat(error.name()).isEqualTo("error");
        assertThat(error.text("type")).isEqualTo("/problems/turn-timeout");
        assertThat(parley.provider().book("only-comments").get(0).left().await(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(sql.request(error.text("llm_request_id")))
                .containsEntry("completion_status", "timeout")
                .containsEntry("error_type", "turn_timeout");
    }

    @Test
    void a_turn_whose_time_is_over_after_some_words_keeps_them_and_says_so() {
        parley.provider().script("words-then-comments", call -> {
            call.text("As far as I");
            call.commentUntilLeft();
        });

        List<EventStream.Event> events =
                api.stream("acme/hasty", "words-then-comments").all();

        EventStream.Event done = events.get(events.size() - 1);
        assertThat(done.text("completion_status")).isEqualTo("timeout");
        assertThat(sql.messages(done.text("llm_request_id")).get(1))
                .containsEntry("content", "As far as I")
                .containsEntry("completion_status", "timeout");
    }

    @Test
    void a_turn_may_write_so_many_tokens_over_all_its_calls() {
        parley.provider()
                .script(
                        "token-budget",
                        call -> call.tool(0, "a", "get_available_directories", "{}")
                                .end("tool_calls", 5, 30, "0.1"),
                        call -> call.tool(0, "b", "get_available_directories", "{}")
                                .end("tool_calls", 5, 10, "0.1"));

        EventStream.Event done = api.stream("acme/hasty", "token-budget").await("done");

        assertThat(done.text("completion_status")).isEqualTo("limit");
        assertThat(parley.provider().book("token-budget"))
                .extracting(call -> call.request().getInt("max_tokens"))
                .containsExactly(40, 10);
    }

    @Test
    void a_provider_that_writes_for_ever_is_stopped() throws Exception {
        parley.provider().script("writes-endless", call -> {
            for (int i = 0; i < 100_000; i++) {
                call.text("blah blah blah ");
            }
        });

        EventStream.Event done = api.stream("acme/hasty", "writes-endless").await("done");

        assertThat(done.text("completion_status")).isEqualTo("limit");
        assertThat(parley.provider().book("writes-endless").get(0).left().await(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(sql.calls(done.text("llm_request_id")))
                .singleElement()
                .satisfies(call -> assertThat(call).containsEntry("status", "partial"));
    }

    @Test
    void ending_a_turn_cancels_what_its_tools_do_in_the_database() {
        parley.provider()
                .script(
                        "cancel-tools",
                        call -> call.text("Searching.")
                                .tool(0, "a", "search_directory", "{\"list_name\":\"departments\",\"query\":\"x\"}")
                                .end("tool_calls", 5, 5, "0.5"));
        sql.execute("ALTER TABLE directory_entries RENAME TO directory_entries_kept");
        sql.execute("CREATE VIEW directory_entries AS SELECT k.* FROM directory_entries_kept k, pg_sleep(30)");
        sql.execute("GRANT SELECT ON directory_entries TO " + Database.APPLICATION);
        try {
            EventStream stream = api.stream("acme/alpha", "cancel-tools");
            String id = stream.await("start").text("llm_request_id");
            await().atMost(20, TimeUnit.SECONDS).until(() -> sleeping() > 0);

            api.delete("/api/accounts/acme/requests/" + id);

            EventStream.Event result = stream.await("tool_result");
            assertThat(result.text("status")).isEqualTo("cancelled");
            assertThat(stream.await("done").text("completion_status")).isEqualTo("cancelled");
            await().atMost(10, TimeUnit.SECONDS).until(() -> sleeping() == 0);
            assertThat(sql.toolCalls(id))
                    .singleElement()
                    .satisfies(call -> assertThat(call).containsEntry("status", "cancelled"));
            assertThat(parley.provider().book("cancel-tools")).hasSize(1);
        } finally {
            sql.execute("DROP VIEW directory_entries");
            sql.execute("ALTER TABLE directory_entries_kept RENAME TO directory_entries");
        }
    }

    private long sleeping() {
        return sql.count("""
                SELECT count(*) FROM pg_stat_activity WHERE application_name = 'parley' AND state = 'active'
                AND query LIKE '%directory_entries%' AND wait_event = 'PgSleep'""");
    }
}
