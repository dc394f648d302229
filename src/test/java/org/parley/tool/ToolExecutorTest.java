package org.parley.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.agent.Agent;
import org.parley.agent.FakeAgents;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.platform.Threads;

/** The calls of one reply: all at once or one after another, and none to the harm of the others. */
class ToolExecutorTest {
    private static final int CALLS = 5;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeRunner runner = new FakeRunner();
    private final CompletableFuture<Object> stopped = new CompletableFuture<>();
    private final List<ToolResult> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void calls_of_one_reply_run_at_once() {
        CyclicBarrier allAreRunning = new CyclicBarrier(CALLS);
        List<ToolResult> results = run("parallel", arguments -> {
            meet(allAreRunning);
            return Json.object().add("n", arguments.getInt("n")).build();
        });
        assertThat(results).allSatisfy(result -> assertThat(result.status()).isEqualTo(ToolStatus.OK));
        assertThat(results).extracting(ToolResult::content).containsExactlyElementsOf(contents());
    }

    @Test
    void results_stand_in_the_order_of_the_calls_and_are_told_as_they_come() throws Exception {
        List<CountDownLatch> mayEnd = IntStream.rangeClosed(0, CALLS)
                .mapToObj(n -> new CountDownLatch(1))
                .toList();
        mayEnd.get(CALLS).countDown();
        List<ToolResult> results = run(
                "parallel",
                arguments -> {
                    int n = arguments.getInt("n");
                    pass(mayEnd.get(n + 1));
                    return Json.object().add("n", n).build();
                },
                result -> mayEnd.get(number(result)).countDown());

        assertThat(results).extracting(ToolResult::content).containsExactlyElementsOf(contents());
        assertThat(told).extracting(ToolExecutorTest::number).containsExactly(4, 3, 2, 1, 0);
    }

    @Test
    void nothing_goes_on_before_everyone_was_told_of_every_result() {
        for (int round = 0; round < 200; round++) {
            told.clear();
            run(
                    "parallel",
                    arguments -> Json.object().add("n", arguments.getInt("n")).build());
            assertThat(told).hasSize(CALLS);
        }
    }

    @Test
    void a_setting_has_them_run_one_after_another() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<ToolResult> results = run("sequential", arguments -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            order.add(arguments.getInt("n"));
            running.decrementAndGet();
            return Json.object().add("n", arguments.getInt("n")).build();
        });
        assertThat(most).hasValue(1);
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertThat(results).extracting(ToolResult::content).containsExactlyElementsOf(contents());
    }

    @Test
    void a_call_that_fails_leaves_the_others_alone_at_once_and_in_turn() {
        for (String execution : List.of("parallel", "sequential")) {
            told.clear();
            List<ToolResult> results = run(execution, arguments -> {
                if (arguments.getInt("n") == 1) {
                    throw new IllegalStateException("broken");
                }
                if (arguments.getInt("n") == 2) {
                    throw new ToolException("nothing_found", "Nothing.");
                }
                return Json.object().add("n", arguments.getInt("n")).build();
            });
            assertThat(results)
                    .extracting(ToolResult::status)
                    .containsExactly(ToolStatus.OK, ToolStatus.FAILED, ToolStatus.FAILED, ToolStatus.OK, ToolStatus.OK);
            assertThat(told).hasSize(CALLS);
        }
    }

    @Test
    void no_call_is_begun_after_the_turn_was_stopped() {
        AtomicInteger begun = new AtomicInteger();
        List<ToolResult> results = run("sequential", arguments -> {
            begun.incrementAndGet();
            stopped.complete("");
            return Json.object().add("n", arguments.getInt("n")).build();
        });
        assertThat(begun).hasValue(1);
        assertThat(results)
                .extracting(ToolResult::status)
                .endsWith(ToolStatus.CANCELLED, ToolStatus.CANCELLED, ToolStatus.CANCELLED, ToolStatus.CANCELLED);
    }

    private List<ToolResult> run(String execution, FakeTool.Work work) {
        return run(execution, work, result -> {});
    }

    @SuppressWarnings("UnnecessaryAssignment") // no container injects here
    private List<ToolResult> run(String execution, FakeTool.Work work, Consumer<ToolResult> onResult) {
        Agent agent = FakeAgents.with(Map.of("llm.model", "m", "tools.execution", execution, "tools.timeout", "PT60S"));
        ToolExecutor executor = new ToolExecutor();
        executor.threads = new TestThreads();
        executor.runner = runner;
        executor.catalog = new FakeCatalog(new FakeTool("find", work));
        executor.metrics = new NoMetrics();
        List<ToolCall> calls = IntStream.range(0, CALLS)
                .mapToObj(n -> new ToolCall("id-" + n, "find", "{\"n\":" + n + "}"))
                .toList();
        return executor.run(calls, calls.stream().map(Records::of).toList(), agent, stopped, result -> {
            told.add(result);
            onResult.accept(result);
        });
    }

    private static List<String> contents() {
        return IntStream.range(0, CALLS).mapToObj(n -> "{\"n\":" + n + "}").toList();
    }

    private static int number(ToolResult result) {
        return Json.parseObject(result.content()).orElseThrow().getInt("n");
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Threads without a container. */
    private final class TestThreads extends Threads {
        @Override
        public ExecutorService tools() {
            return threads;
        }
    }

    private static final class NoMetrics extends ToolMetrics {
        @Override
        void record(Agent agent, ToolResult result) {}
    }
}
