package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OfflineStreamTest {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final FakeSink sink = new FakeSink();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void sendsAllInOrderAndCloses() throws Exception {
        stream(Duration.ofNanos(1), chunks(50));
        sink.closed().get(10, TimeUnit.SECONDS);
        assertThat(sink.sent()).hasSize(50).startsWith("0", "1").endsWith("49");
    }

    @Test
    void withoutDelayManyChunksDoNotGrowTheStack() {
        stream(Duration.ZERO, chunks(100_000));
        assertThat(sink.closed()).isCompleted();
        assertThat(sink.sent()).hasSize(100_000);
    }

    @Test
    void sendsThatCompleteLaterDoNotGrowTheStackEither() throws Exception {
        sink.answering(() -> CompletableFuture.runAsync(() -> {}, scheduler));
        stream(Duration.ZERO, chunks(20_000));
        sink.closed().get(10, TimeUnit.SECONDS);
        assertThat(sink.sent()).hasSize(20_000);
    }

    @Test
    void stopsAtOnceWhenASendFails() {
        sink.answering(() -> CompletableFuture.failedFuture(new IOException("gone")));
        stream(Duration.ofDays(1), chunks(3));
        assertThat(sink.sent()).hasSize(1);
        assertThat(sink.closed()).isCompleted();
    }

    @Test
    void stopsWhenTheSinkIsAlreadyClosed() {
        sink.close();
        stream(Duration.ZERO, chunks(3));
        assertThat(sink.sent()).isEmpty();
    }

    @Test
    void waitsWithoutHoldingTheCaller() {
        stream(Duration.ofDays(1), chunks(3));
        assertThat(sink.sent()).containsExactly("0");
        assertThat(sink.closed()).isNotDone();
    }

    @Test
    void closesWhenTheServerStops() {
        scheduler.shutdownNow();
        stream(Duration.ofDays(1), chunks(3));
        assertThat(sink.closed()).isCompleted();
    }

    private void stream(Duration delay, List<Chunk> chunks) {
        new OfflineStream(sink, FakeSink::event, scheduler, delay, chunks).run();
    }

    private static List<Chunk> chunks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Chunk(String.valueOf(i), true))
                .toList();
    }
}
