package org.parley.tool;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.usage.ToolCallRecord;

/**
 * Runs the tool calls of one reply, at once or one after another, on an executor that nothing else uses. A call that
 * fails neither stops the others nor fails the turn: its failure is a result that the model reads.
 */
@ApplicationScoped
public class ToolExecutor {
    @Resource(name = "concurrent/tools")
    ManagedExecutorService executor;

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
     * @param onResult told of each result as soon as it is there, by any thread
     * @return the results in the order of the calls
     */
    public List<ToolResult> run(
            List<ToolCall> calls, List<ToolCallRecord> onRecord, Agent agent, Consumer<ToolResult> onResult) {
        List<ToolTask> tasks = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            tasks.add(new ToolTask(
                    calls.get(i), onRecord.get(i), agent, new ToolWork(catalog, arguments, runner), result -> {
                        metrics.record(agent, result);
                        onResult.accept(result);
                    }));
        }
        if (agent.settings().tools().parallel()) {
            tasks.forEach(task -> task.start(executor));
            return tasks.stream().map(ToolTask::await).toList();
        }
        return tasks.stream().map(task -> task.start(executor).await()).toList();
    }
}
