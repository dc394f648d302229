package org.parley.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Holds a number of streams at once against one target, until so many were had. */
public final class LoadGenerator implements AutoCloseable {
    private final EventLoop loop = new EventLoop("load");
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

    /** One load; for the loop's thread alone. */
    private final class Load {
        private final List<StreamClient> clients = new ArrayList<>();
        private final List<StreamTimes> ended = new ArrayList<>();
        private final CompletableFuture<List<StreamTimes>> whole = new CompletableFuture<>();
        private final int total;
        private int begun;

        Load(int total) {
            this.total = total;
        }

        void begin(Target target, int atOnce) {
            for (int i = 0; i < Math.min(atOnce, total); i++) {
                clients.add(new StreamClient(target, loop, buffer, this::ended));
            }
            begun = clients.size();
            clients.forEach(StreamClient::ask);
        }

        void stop() {
            clients.forEach(StreamClient::close);
            whole.complete(ended);
        }

        private void ended(StreamClient client) {
            ended.add(client.times());
            if (whole.isDone()) {
                return;
            }
            if (begun < total) {
                begun++;
                loop.execute(client::ask);
            } else if (ended.size() == total) {
                stop();
            }
        }
    }

    /** Asks {@code total} times, and returns those that ended within the limit. */
    public List<StreamTimes> run(Target target, int atOnce, int total, Duration limit) throws InterruptedException {
        Load load = new Load(total);
        loop.execute(() -> load.begin(target, atOnce));
        try {
            return load.whole.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            loop.execute(load::stop);
            return load.whole.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
