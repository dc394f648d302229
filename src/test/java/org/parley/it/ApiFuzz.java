package org.parley.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.parley.bench.ServerProcess;
import org.parley.it.Operations.Operation;
import org.parley.platform.Json;

/**
 * Sends random and boundary requests to every operation of the API's own description; fails when one of them is answered
 * by a 5xx, by nothing, or by more than its client may know, and when the server has grown by it.
 */
@SuppressWarnings("SystemOut")
public final class ApiFuzz {
    private static final PrintStream OUT = System.out;
    private static final int CLIENTS = 8;
    private static final int WARM_UP = 2_000;
    private static final int MOST_TOLD = 20;
    private static final long MOST_GROWN_MB = 50;
    private static final long MOST_GROWN_THREADS = 50;
    private static final Duration HANG = Duration.ofSeconds(60);

    private final Parley parley;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Operation> operations = Operations.all();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final long seed;

    private ApiFuzz(Parley parley, long seed) {
        this.parley = parley;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws InterruptedException, IOException {
        int requests = number("FUZZ_REQUESTS", 20_000);
        long seed = number("FUZZ_SEED", (int) System.nanoTime());
        OUT.println(requests + " requests, seed " + seed);
        try (Parley parley = Parley.start("fuzz", Map.of())) {
            ApiFuzz fuzz = new ApiFuzz(parley, seed);
            fuzz.send(WARM_UP);
            Grown before = fuzz.look();
            fuzz.send(requests);
            fuzz.report(before, fuzz.look());
        }
    }

    /** What would go on growing if something were left behind. */
    private record Grown(long threads, long heapMb, long connections, long running) {
        boolean isFrom(Grown before) {
            return threads > before.threads + MOST_GROWN_THREADS
                    || heapMb > before.heapMb + MOST_GROWN_MB
                    || running > 0;
        }
    }

    private void send(int requests) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            clients.execute(() -> {
                while (left.getAndDecrement() > 0) {
                    send(new FuzzRequest(random, operations.get(random.nextInt(operations.size()))));
                }
            });
        }
        clients.shutdown();
        if (!clients.awaitTermination(30, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the requests came to no end");
        }
    }

    private void send(FuzzRequest asked) {
        try {
            HttpRequest request = asked.to(parley.address(), HANG);
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            synchronized (statuses) {
                statuses.merge(answer.statusCode(), 1, Integer::sum);
            }
            judge(asked, answer);
        } catch (HttpTimeoutException e) {
            faults.add("no answer: " + asked);
        } catch (IOException e) {
            faults.add("the connection broke: " + asked + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(FuzzRequest asked, HttpResponse<String> answer) {
        int status = answer.statusCode();
        String body = answer.body();
        if (status >= 500) {
            faults.add(status + ": " + asked + ": " + body);
        }
        if (body.contains("Exception") || body.contains("org.postgresql") || body.contains("\tat ")) {
            faults.add("tells too much: " + asked + ": " + body);
        }
        if (status >= 400
                && !asked.isHead()
                && !isOfTheServer(answer)
                && Json.parseObject(body).isEmpty()) {
            faults.add(status + " is no document: " + asked + ": " + body);
        }
    }

    /** Open Liberty refuses some addresses, as with a NUL, before the application hears of them, in a line of its own. */
    private static boolean isOfTheServer(HttpResponse<String> answer) {
        return answer.statusCode() == 400 && answer.body().startsWith("<H1>CWWWC0005I");
    }

    private Grown look() {
        Sql sql = new Sql(parley);
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        sql.count("SELECT count(*) FROM llm_requests WHERE completion_status = 'in_progress'") == 0);
        Metrics metrics = new Metrics(parley.address());
        return new Grown(
                metrics.value("thread_count"),
                new ServerProcess(parley.process()).liveHeapKb() >> 10,
                sql.count("SELECT count(*) FROM pg_stat_activity WHERE state IS NOT NULL"),
                sql.count("SELECT count(*) FROM llm_calls WHERE finished_at IS NULL"));
    }

    /** The server's own figures. */
    private record Metrics(URI address) {
        long value(String name) {
            return new Api(address)
                    .get("/metrics")
                    .response()
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#") && line.contains(name))
                    .findFirst()
                    .map(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .orElse(-1L);
        }
    }

    private void report(Grown before, Grown after) throws IOException {
        StringBuilder table = new StringBuilder("| status | answers |\n|---|---|\n");
        statuses.forEach((status, count) ->
                table.append("| ").append(status).append(" | ").append(count).append(" |\n"));
        table.append("\nseed ")
                .append(seed)
                .append("; before: ")
                .append(before)
                .append("; after: ")
                .append(after);
        table.append("; faults: ").append(faults.size()).append('\n');
        OUT.println(table);
        Files.writeString(Path.of("target/api-fuzz.md"), table);
        faults.stream().limit(MOST_TOLD).forEach(OUT::println);
        if (!faults.isEmpty() || after.isFrom(before)) {
            throw new IllegalStateException("some answers are none, or the server has grown; see above");
        }
    }

    private static int number(String variable, int otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : Integer.parseInt(value.trim());
    }
}
