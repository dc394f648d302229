package org.parley.tool;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.platform.Threads;
import org.parley.usage.ToolCallRecord;

/**
 * Runs the tool calls of one reply, at once or one after another, on an executor that nothing else uses. A call that
 * fails neither stops the others nor fails the turn: its failure is a result that the model reads.
 */
@ApplicationScoped
public class ToolExecutor {
    @Inject
    Threads threads;

    @EJB
    ToolCallRunner runner;

    @Inject
    ToolCatalog catalog;

    @Inject
    ToolMetrics metrics;

    private final ToolArguments arguments = new ToolArguments();

    /**
     * Runs the calls and waits for them.
     *
     * @param onRecord the record of each call, in the same order
     * @param stopped completed when the turn is stopped: then calls that run are given up, and no other is begun
     * @param onResult told of each result as soon as it is there, by any thread
     * @return the results in the order of the calls
     */
    public List<ToolResult> run(
            List<ToolCall> calls,
            List<ToolCallRecord> onRecord,
            Agent agent,
            CompletableFuture<?> stopped,
            Consumer<ToolResult> onResult) {
        ToolWork work = new ToolWork(catalog, arguments, runner);
        Consumer<ToolResult> onEnd = result -> {
            metrics.record(agent, result);
            onResult.accept(result);
        };
        List<ToolResult> results = new ArrayList<>();
        List<ToolTask> tasks = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            ToolTask task = new ToolTask(ToolJob.begin(calls.get(i), onRecord.get(i), agent), work, onEnd);
            tasks.add(stopped.isDone() ? task : task.start(threads.tools()));
            if (!agent.settings().tools().parallel()) {
                results.add(task.await(stopped));
            }
        }
        return agent.settings().tools().parallel()
                ? tasks.stream().map(task -> task.await(stopped)).toList()
                : results;
    }
}
