package org.parley.llm;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands a response body to one blocking reader, piece by piece. It asks for the next piece when the last one was taken,
 * so a slow reader holds the provider back instead of filling memory, and no earlier: of several that are asked for the
 * JDK's client drops those in its hands when the connection is cut. A wait has an end, which an input stream's has not.
 */
final class ByteQueue implements HttpResponse.BodySubscriber<ByteQueue> {
    private static final long DRAIN_BYTES = 64 << 10;

    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private volatile boolean closed;
    private volatile boolean draining;
    private boolean ended;
    private long drained;

    private sealed interface Item {
        record Bytes(List<ByteBuffer> buffers) implements Item {}

        record End() implements Item {}

        record Failed(Throwable cause) implements Item {}

        record Closed() implements Item {}
    }

    /**
     * The next piece; empty at the end.
     *
     * @throws TimeoutException when nothing came in that time
     * @throws CancellationException when it was closed
     * @throws IOException when the connection broke
     */
    List<ByteBuffer> next(Duration wait) throws IOException, TimeoutException {
        Item item = poll(wait);
        if (item instanceof Item.Bytes bytes) {
            request();
            return bytes.buffers();
        }
        items.add(item);
        if (item instanceof Item.Failed failed) {
            throw new IOException("the connection to the provider broke", failed.cause());
        }
        if (item instanceof Item.Closed) {
            throw new CancellationException();
        }
        return List.of();
    }

    /** Stops the body, now or as soon as it begins. One that has ended, or is being drained, is left alone: its connection serves others. */
    synchronized void close() {
        if (!ended && !draining) {
            closed = true;
            items.add(new Item.Closed());
            cancel();
        }
    }

    /** Passes over what is left, so that the connection can serve another request; gives up when it is too much. */
    synchronized void drain() {
        draining = true;
        request();
    }

    /** The queue is the body, from the first byte on. */
    @Override
    public CompletionStage<ByteQueue> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription begun) {
        subscription.set(begun);
        if (closed) {
            begun.cancel();
        } else {
            begun.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (!draining) {
            items.add(new Item.Bytes(buffers));
            return;
        }
        drained += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (drained > DRAIN_BYTES) {
            cancel();
        } else {
            request();
        }
    }

    @Override
    public synchronized void onError(Throwable cause) {
        ended = true;
        items.add(new Item.Failed(cause));
    }

    @Override
    public synchronized void onComplete() {
        ended = true;
        items.add(new Item.End());
    }

    private Item poll(Duration wait) throws TimeoutException {
        try {
            Item item = items.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (item == null) {
                throw new TimeoutException();
            }
            return closed ? new Item.Closed() : item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Item.Closed();
        }
    }

    private void request() {
        Flow.Subscription running = subscription.get();
        if (running != null) {
            running.request(1);
        }
    }

    private void cancel() {
        Flow.Subscription running = subscription.get();
        if (running != null) {
            running.cancel();
        }
    }
}
