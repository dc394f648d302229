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

/** One tool call under way. It has one result: the tool's own, or that it was given up; whichever comes first. */
final class ToolTask {
    private static final Duration GRACE = Duration.ofMillis(250);

    private final ToolJob job;
    private final ToolWork work;
    private final Consumer<ToolResult> onResult;
    private final CompletableFuture<ToolResult> result = new CompletableFuture<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private @Nullable Future<?> running;

    ToolTask(ToolJob job, ToolWork work, Consumer<ToolResult> onResult) {
        this.job = job;
        this.work = work;
        this.onResult = onResult;
    }

    ToolTask start(ExecutorService executor) {
        try {
            running = executor.submit(this::run);
        } catch (RejectedExecutionException e) {
            giveUp(ToolStatus.REJECTED, "busy", "The server is too busy to run this tool now.");
        }
        return this;
    }

    /**
     * The result, at the latest when the agent's {@code tools.timeout} is over or the turn was stopped.
     *
     * @param stopped completed when the turn is stopped
     */
    ToolResult await(CompletableFuture<?> stopped) {
        try {
            Duration left = job.timeout().plus(GRACE).minus(job.age());
            CompletableFuture.anyOf(result, stopped).get(left.toNanos(), TimeUnit.NANOSECONDS);
            return result.isDone() ? result.get() : giveUp(ToolStatus.CANCELLED, "cancelled", "The turn was ended.");
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
            tell(work.run(job).orElseGet(() -> work.recorded(job)));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** Its statement is cancelled before its thread is interrupted, which may break a connection that it reads from. */
    private ToolResult giveUp(ToolStatus status, String type, String message) {
        ToolResult given = job.failed(status, type, message);
        if (!work.record(given, job)) {
            return running == null ? work.recorded(job) : result.join();
        }
        tell(given);
        work.cancelStatement(job);
        if (running != null) {
            running.cancel(true);
        }
        return given;
    }

    /** Told once, as it stands on record: by who gave the call up, or by its own thread, also when a commit that failed was made. */
    private void tell(ToolResult outcome) {
        if (!told.getAndSet(true)) {
            onResult.accept(outcome);
            result.complete(outcome);
        }
    }
}
