package org.parley.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where turns and tools run: on virtual threads with the container's context where Java has them (21 and later), else on
 * managed executors of the server. Nothing else asks for the Java version. Turns wait for tools and for nobody's reading,
 * so they share threads with neither.
 */
@ApplicationScoped
public class Threads {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int WAITING_TOOLS = 1000;

    @Resource
    ContextService contexts;

    @Resource(lookup = "java:comp/env/concurrent/runs")
    ManagedExecutorService managedRuns;

    @Resource(lookup = "java:comp/env/concurrent/tools")
    ManagedExecutorService managedTools;

    @Resource(lookup = "java:comp/env/concurrent/streams")
    ManagedExecutorService managedStreams;

    private Executor runs;
    private ExecutorService tools;
    private Executor streams;
    private volatile boolean ending;

    @PostConstruct
    void choose() {
        boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
        Executor bare = virtual ? virtualThreads() : lasting(managedStreams);
        Executor threads = virtual ? task -> bare.execute(contexts.contextualRunnable(task)) : managedRuns;
        runs = threads;
        tools = new BoundedExecutor(virtual ? threads : lasting(managedTools), toolsAtOnce(), WAITING_TOOLS);
        streams = bare;
    }

    /** For turns; who gives it more than {@code threads.runs} at once has them wait. */
    public Executor runs() {
        return runs;
    }

    /** For tool calls, {@code threads.tools} at once; more wait. Rejects one when too many wait. */
    public ExecutorService tools() {
        return tools;
    }

    /** For writes to clients, which may be held up by each. They need nothing of the container, and get none of its context. */
    public Executor streams() {
        return streams;
    }

    /** Says that the server ends. Its executors may take no tasks then, and what is left to do gets threads of its own. */
    public void serverEnds() {
        ending = true;
    }

    private Executor lasting(Executor managed) {
        return task -> {
            try {
                managed.execute(task);
            } catch (RejectedExecutionException e) {
                if (!ending) {
                    throw e;
                }
                new Thread(contexts.contextualRunnable(task), "parley-ending").start();
            }
        };
    }

    private static int toolsAtOnce() {
        return ConfigProvider.getConfig().getValue("threads.tools", Integer.class);
    }

    /** By reflection, since this is compiled for Java 17. */
    private static Executor virtualThreads() {
        try {
            Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return (Executor) factory.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
