package org.parley.platform;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many tasks are at work at once on threads that cost nothing, and how many more may wait. Its threads are not its own to end. */
final class BoundedExecutor extends AbstractExecutorService {
    private final Executor threads;
    private final Semaphore room;
    private final Semaphore work;

    BoundedExecutor(Executor threads, int atOnce, int waiting) {
        this.threads = threads;
        this.room = new Semaphore(atOnce + waiting);
        this.work = new Semaphore(atOnce, true);
    }

    /** Rejects the task at once when there is no room for it. */
    @Override
    public void execute(Runnable task) {
        if (!room.tryAcquire()) {
            throw new RejectedExecutionException("full");
        }
        try {
            threads.execute(() -> runInTurn(task));
        } catch (RuntimeException | Error e) {
            room.release();
            throw e;
        }
    }

    private void runInTurn(Runnable task) {
        try {
            work.acquireUninterruptibly();
            try {
                task.run();
            } finally {
                work.release();
            }
        } finally {
            room.release();
        }
    }

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
