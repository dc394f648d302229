package org.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One thread for any number of sockets and timers: a harness on the measured machine must take little of it. */
final class EventLoop implements AutoCloseable {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** What is done when a socket is ready. */
    interface Handler {
        void ready(SelectionKey key);
    }

    private record Timer(long at, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.signum(at - other.at);
        }
    }

    EventLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Has the loop's thread do it; everything else here is for that thread alone. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Does it at that time of {@link System#nanoTime()}. */
    void at(long time, Runnable action) {
        timers.add(new Timer(time, action));
    }

    SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws ClosedChannelException {
        return channel.register(selector, operations, handler);
    }

    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(EventLoop::dispatch, untilNextTimer());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                runTimers();
            }
            for (SelectionKey key : selector.keys()) {
                close(key.channel());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void dispatch(SelectionKey key) {
        ((Handler) key.attachment()).ready(key);
    }

    /** Milliseconds for {@code select}, where 0 is for ever. */
    private long untilNextTimer() {
        Timer next = timers.peek();
        return next == null ? 0 : Math.max(1, (next.at() - System.nanoTime() + MILLISECOND - 1) / MILLISECOND);
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.at() - now <= 0; next = timers.peek()) {
            timers.remove();
            next.action().run();
        }
    }
}
