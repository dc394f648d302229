package org.parley.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.agent.Agent;
import org.parley.agent.FakeAgents;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.usage.ToolCallRecord;

/** A tool call has one result, and one only, whatever the tool does and however long it takes. */
class ToolTaskTest {
    private static final JsonObject FOUND = Json.object().add("found", 1).build();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ToolResult> told = new CopyOnWriteArrayList<>();
    private final FakeRunner runner = new FakeRunner();
    private final CompletableFuture<Object> stopped = new CompletableFuture<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void the_tools_own_result_is_told_once_and_put_on_record() {
        ToolCallRecord record = record("find", "{}");
        ToolResult result = task(tool(arguments -> FOUND), record, "find", "{}", 60_000)
                .start(threads)
                .await(stopped);

        assertThat(result.status()).isEqualTo(ToolStatus.OK);
        assertThat(result.content()).isEqualTo("{\"found\":1}");
        assertThat(told).containsExactly(result);
        assertThat(runner.ended()).containsExactly(Map.entry(record, ToolStatus.OK));
    }

    @Test
    void a_result_that_comes_after_the_time_was_over_is_dropped() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> hasEnded = new CompletableFuture<>();
        Tool slow = tool(arguments -> {
            awaitUninterrupted(mayEnd);
            hasEnded.complete(true);
            return FOUND;
        });
        ToolCallRecord record = record("find", "{}");

        ToolResult result = task(slow, record, "find", "{}", 1).start(threads).await(stopped);
        mayEnd.countDown();
        hasEnded.get(20, TimeUnit.SECONDS);
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(result.status()).isEqualTo(ToolStatus.TIMEOUT);
        assertThat(result.errorType()).contains("timeout");
        assertThat(told).containsExactly(result);
        assertThat(runner.ended()).containsExactly(Map.entry(record, ToolStatus.TIMEOUT));
    }

    @Test
    void a_tool_that_takes_too_long_is_interrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Tool endless = tool(arguments -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
                Thread.currentThread().interrupt();
            }
            return FOUND;
        });
        ToolCallRecord record = record("find", "{}");
        ToolResult result =
                task(endless, record, "find", "{}", 1).start(threads).await(stopped);
        assertThat(runner.ended()).containsExactly(Map.entry(record, result.status()));
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void work_that_was_committed_just_in_time_is_not_told_as_a_timeout() throws Exception {
        CountDownLatch awaited = new CountDownLatch(1);
        runner.afterCommit(() -> awaitUninterrupted(awaited));
        ToolCallRecord record = record("find", "{}");
        ToolTask task = task(tool(arguments -> FOUND), record, "find", "{}", 1).start(threads);
        CompletableFuture<ToolResult> given = CompletableFuture.supplyAsync(() -> task.await(stopped));
        await().until(() -> given.isDone() || runner.isAskedAgain());
        awaited.countDown();

        assertThat(given.get(20, TimeUnit.SECONDS).status()).isEqualTo(ToolStatus.OK);
        assertThat(runner.ended()).containsExactly(Map.entry(record, ToolStatus.OK));
        assertThat(told).containsExactly(given.get());
    }

    @Test
    void work_that_was_committed_without_word_of_it_is_told_as_it_stands_on_record() throws Exception {
        runner.loseWordOfCommits();
        ToolCallRecord record = record("find", "{}");
        ToolTask task =
                task(tool(arguments -> FOUND), record, "find", "{}", 60_000).start(threads);
        ToolResult result =
                CompletableFuture.supplyAsync(() -> task.await(stopped)).get(20, TimeUnit.SECONDS);

        assertThat(result.status()).isEqualTo(ToolStatus.OK);
        assertThat(result.content()).isEqualTo(FakeRunner.ON_RECORD);
        assertThat(told).containsExactly(result);
        assertThat(runner.ended()).containsExactly(Map.entry(record, ToolStatus.OK));
    }

    @Test
    void a_full_executor_makes_it_a_result_that_the_model_reads() {
        threads.shutdownNow();
        ToolCallRecord record = record("find", "{}");
        ToolResult result = task(tool(arguments -> FOUND), record, "find", "{}", 60_000)
                .start(threads)
                .await(stopped);

        assertThat(result.status()).isEqualTo(ToolStatus.REJECTED);
        assertThat(result.errorType()).contains("busy");
        assertThat(message(result)).isNotBlank();
        assertThat(told).containsExactly(result);
        assertThat(runner.ended()).containsExactly(Map.entry(record, ToolStatus.REJECTED));
    }

    @Test
    void what_a_tool_cannot_do_is_told_in_its_own_words() {
        Tool refusing = tool(arguments -> {
            throw new ToolException("unknown_list", "There is no such list. The lists: staff");
        });
        ToolResult result = task(refusing, record("find", "{}"), "find", "{}", 60_000)
                .start(threads)
                .await(stopped);
        assertThat(result.status()).isEqualTo(ToolStatus.FAILED);
        assertThat(result.errorType()).contains("unknown_list");
        assertThat(message(result)).isEqualTo("There is no such list. The lists: staff");
    }

    @Test
    void a_fault_in_a_tool_is_a_result_without_the_exceptions_words() {
        Tool broken = tool(arguments -> {
            throw new IllegalStateException("password is hunter2");
        });
        ToolCallRecord record = record("find", "{}");
        ToolResult result =
                task(broken, record, "find", "{}", 60_000).start(threads).await(stopped);
        assertThat(result.status()).isEqualTo(ToolStatus.FAILED);
        assertThat(result.content()).doesNotContain("hunter2").doesNotContain("Exception");
        assertThat(runner.ended()).containsEntry(record, ToolStatus.FAILED);
    }

    @Test
    void a_tool_that_does_not_exist_and_arguments_that_are_none_are_rejected_and_on_record() {
        ToolCallRecord unknown = record("nothing", "{}");
        ToolCallRecord garbled = record("find", "{\"q\":");
        Tool find = tool(arguments -> FOUND);
        ToolResult first =
                task(find, unknown, "nothing", "{}", 60_000).start(threads).await(stopped);
        ToolResult second =
                task(find, garbled, "find", "{\"q\":", 60_000).start(threads).await(stopped);

        assertThat(first.errorType()).contains("unknown_tool");
        assertThat(second.errorType()).contains("invalid_arguments");
        assertThat(runner.ended())
                .containsEntry(unknown, ToolStatus.REJECTED)
                .containsEntry(garbled, ToolStatus.REJECTED);
    }

    @Test
    void an_outcome_that_cannot_be_put_on_record_is_a_failure_of_the_ledger_and_not_of_the_tool() {
        runner.loseLedger();
        Tool refusing = tool(arguments -> {
            throw new ToolException("nothing", "Nothing.");
        });
        ToolTask task =
                task(refusing, record("find", "{}"), "find", "{}", 60_000).start(threads);
        assertThatThrownBy(() -> task.await(stopped)).isInstanceOf(ToolRecordException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void a_turn_that_is_interrupted_while_it_waits_gives_the_call_up_and_stays_interrupted() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Tool slow = tool(arguments -> {
            running.countDown();
            awaitUninterrupted(mayEnd);
            return FOUND;
        });
        ToolTask task = task(slow, record("find", "{}"), "find", "{}", 60_000).start(threads);
        CompletableFuture<ToolResult> given = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread turn = new Thread(() -> {
            given.complete(task.await(stopped));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        turn.start();
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        turn.interrupt();

        assertThat(given.get(20, TimeUnit.SECONDS).status()).isEqualTo(ToolStatus.CANCELLED);
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        mayEnd.countDown();
        await().until(() -> told.size() == 1);
    }

    @Test
    void a_call_of_a_turn_that_is_stopped_is_given_up_at_once_and_its_statement_cancelled() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ToolCallRecord record = record("find", "{}");
        ToolTask task = task(
                        tool(arguments -> {
                            running.countDown();
                            awaitUninterrupted(mayEnd);
                            return FOUND;
                        }),
                        record,
                        "find",
                        "{}",
                        60_000)
                .start(threads);
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        stopped.complete("");

        assertThat(task.await(stopped).status()).isEqualTo(ToolStatus.CANCELLED);
        assertThat(runner.statementsCancelled()).isEqualTo(1);
        mayEnd.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runner.ended()).containsExactly(Map.entry(record, ToolStatus.CANCELLED));
        assertThat(told).hasSize(1);
    }

    @Test
    void a_call_that_has_ended_has_no_statement_to_cancel() {
        task(tool(arguments -> FOUND), record("find", "{}"), "find", "{}", 60_000)
                .start(threads)
                .await(stopped);
        stopped.complete("");
        assertThat(runner.statementsCancelled()).isZero();
    }

    private ToolTask task(Tool tool, ToolCallRecord record, String name, String arguments, long timeoutMillis) {
        String timeout = Duration.ofMillis(timeoutMillis).toString();
        Agent agent = FakeAgents.with(Map.of("llm.model", "m", "tools.timeout", timeout));
        ToolWork work = new ToolWork(new FakeCatalog(tool), new ToolArguments(), runner);
        return new ToolTask(ToolJob.begin(new ToolCall("id", name, arguments), record, agent), work, told::add);
    }

    private static ToolCallRecord record(String name, String arguments) {
        return Records.of(new ToolCall("id", name, arguments));
    }

    private static Tool tool(FakeTool.Work work) {
        return new FakeTool("find", work);
    }

    private static String message(ToolResult result) {
        return Json.parseObject(result.content())
                .orElseThrow()
                .getJsonObject("error")
                .getString("message");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
