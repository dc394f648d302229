package org.parley.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where turns and tools run: on virtual threads with the container's context where Java has them (21 and later), else on
 * managed executors of the server. Nothing else asks for the Java version. Turns wait for tools, so the two never share
 * threads that can run out.
 */
@ApplicationScoped
public class Threads {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int WAITING_TOOLS = 1000;

    @Resource
    ContextService contexts;

    @Resource(name = "concurrent/runs")
    ManagedExecutorService managedRuns;

    @Resource(name = "concurrent/tools")
    ManagedExecutorService managedTools;

    private ExecutorService runs;
    private ExecutorService tools;

    @PostConstruct
    void choose() {
        boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
        runs = virtual ? bounded("threads.runs", 0) : managedRuns;
        tools = virtual ? bounded("threads.tools", WAITING_TOOLS) : managedTools;
    }

    /** For turns. Rejects one that is more than {@code threads.runs} at once. */
    public ExecutorService runs() {
        return runs;
    }

    /** For tool calls, {@code threads.tools} at once; more wait. Rejects one when too many wait. */
    public ExecutorService tools() {
        return tools;
    }

    private ExecutorService bounded(String key, int waiting) {
        int atOnce = ConfigProvider.getConfig().getValue(key, Integer.class);
        ExecutorService virtual = virtualThreads();
        return new BoundedExecutor(task -> virtual.execute(contexts.contextualRunnable(task)), atOnce, waiting);
    }

    /** By reflection, since this is compiled for Java 17. */
    private static ExecutorService virtualThreads() {
        try {
            Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return (ExecutorService) factory.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
