package org.parley.tool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.usage.ToolCallRecord;

/** One tool call under way. It has one result: the tool's own, or that it was given up; whichever comes first. */
final class ToolTask {
    private static final Duration GRACE = Duration.ofMillis(250);

    private final ToolCall call;
    private final ToolCallRecord onRecord;
    private final Agent agent;
    private final ToolWork work;
    private final Consumer<ToolResult> onResult;
    private final CompletableFuture<ToolResult> result = new CompletableFuture<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile long started;
    private @Nullable Future<?> running;

    ToolTask(ToolCall call, ToolCallRecord onRecord, Agent agent, ToolWork work, Consumer<ToolResult> onResult) {
        this.call = call;
        this.onRecord = onRecord;
        this.agent = agent;
        this.work = work;
        this.onResult = onResult;
    }

    ToolTask start(ExecutorService executor) {
        started = System.nanoTime();
        try {
            running = executor.submit(this::run);
        } catch (RejectedExecutionException e) {
            giveUp(ToolStatus.REJECTED, "busy", "The server is too busy to run this tool now.");
        }
        return this;
    }

    /** The result, at the latest when the agent's {@code tools.timeout} is over. */
    ToolResult await() {
        try {
            long limit = agent.settings().tools().timeout().plus(GRACE).toNanos();
            return result.get(limit - (System.nanoTime() - started), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return giveUp(ToolStatus.TIMEOUT, "timeout", "The tool took too long.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(ToolStatus.CANCELLED, "cancelled", "The turn was ended.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void run() {
        try {
            tell(work.run(call, onRecord, agent, started));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private ToolResult giveUp(ToolStatus status, String type, String message) {
        if (running != null) {
            running.cancel(true);
        }
        ToolResult given = ToolResult.failed(call, status, type, message, ToolCallRunner.since(started));
        return work.record(given, onRecord) ? tell(given) : result.join();
    }

    private ToolResult tell(ToolResult candidate) {
        if (told.compareAndSet(false, true)) {
            onResult.accept(candidate);
            result.complete(candidate);
        }
        return result.join();
    }
}
