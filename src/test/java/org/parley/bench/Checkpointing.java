package org.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/** What the statements take that write down all running requests, by the server's own timer; from when it was made on. */
final class Checkpointing {
    private final Installation parley;
    private final double statements;
    private final double seconds;
    private final double requests;

    Checkpointing(Installation parley) {
        this.parley = parley;
        String metrics = metrics();
        this.statements = value(metrics, "ledger_checkpoint_seconds_count");
        this.seconds = value(metrics, "ledger_checkpoint_seconds_sum");
        this.requests = value(metrics, "ledger_checkpointed_requests_total");
    }

    String summary() {
        String metrics = metrics();
        double count = value(metrics, "ledger_checkpoint_seconds_count") - statements;
        double time = value(metrics, "ledger_checkpoint_seconds_sum") - seconds;
        double written = value(metrics, "ledger_checkpointed_requests_total") - requests;
        return "%.0f statements of %.0f requests, %.0f ms each".formatted(count, written / count, time / count * 1000);
    }

    private String metrics() {
        try {
            URI address = parley.address().resolve("/metrics?scope=application");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double value(String metrics, String name) {
        return Pattern.compile("(?m)^" + name + "\\{[^}]*\\} (\\S+)$")
                .matcher(metrics)
                .results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }
}
