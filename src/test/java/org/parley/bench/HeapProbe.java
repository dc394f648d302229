package org.parley.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Looks at the live heap once, some time from now, while the caller holds streams open. */
final class HeapProbe {
    private final CompletableFuture<Seen> seen;

    record Seen(long at, long liveKb) {}

    HeapProbe(ServerProcess server, Duration wait) {
        seen = CompletableFuture.supplyAsync(
                () -> new Seen(System.nanoTime(), server.liveHeapKb()),
                CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits for the time to come. */
    Seen seen() {
        return seen.join();
    }
}
