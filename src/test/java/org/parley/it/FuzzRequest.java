package org.parley.it;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.parley.it.Operations.Operation;

/** A request to one operation, in which something is as no client should send it, or nothing. */
final class FuzzRequest {
    private static final List<String> ODD = List.of(
            "",
            " ",
            ".",
            "..",
            "../..",
            "%",
            "\0",
            "é",
            "\u202e",
            "😀",
            "null",
            "-1",
            "0",
            "1e999",
            "9223372036854775808",
            "'; DROP TABLE accounts; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}",
            "a".repeat(300),
            "acme",
            "wyckoff",
            "ACME",
            "acme/",
            "NaN",
            "true",
            "1999-02-30",
            "2026-11-26",
            "0001-01-01",
            "day,day,agent");
    private static final List<String> QUERIES =
            List.of("limit", "from", "to", "by", "before", "session_id", "after", "surprise");
    private static final List<String> HEADERS = List.of(
            "Idempotency-Key",
            "Last-Event-ID",
            "Accept",
            "Origin",
            "Cookie",
            "Authorization",
            "If-None-Match",
            "Range");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "text/plain",
            "application/xml",
            "multipart/form-data",
            "application/json; charset=utf-16",
            "x");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final int BODY_LIMIT = 1 << 20;

    private final RandomGenerator random;
    private final Operation operation;
    private final String method;
    private final String path;

    FuzzRequest(RandomGenerator random, Operation operation) {
        this.random = random;
        this.operation = operation;
        this.method = chance(10) ? pick(METHODS) : operation.method();
        this.path = address();
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    HttpRequest to(URI server, Duration limit) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(limit);
        boolean hasBody = method.equals("POST") || method.equals("PUT") || chance(20);
        request.method(
                method, hasBody ? HttpRequest.BodyPublishers.ofByteArray(body()) : HttpRequest.BodyPublishers.noBody());
        if (hasBody) {
            request.header("Content-Type", pick(TYPES));
        }
        if (chance(4)) {
            request.header(pick(HEADERS), printable(value()));
        }
        return request.build();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    private String address() {
        String filled = operation
                .path()
                .replace("{account}", chance(4) ? encoded(value()) : "wyckoff")
                .replace("{agent}", chance(4) ? encoded(value()) : "wyckoff_info_chat1")
                .replace(
                        "{id}",
                        chance(4) ? encoded(value()) : new UUID(random.nextLong(), random.nextLong()).toString());
        if (chance(50)) {
            filled += pick(List.of("/", "//", "/..", ";x=1", "/%2e%2e/", "%00"));
        }
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(pick(QUERIES))
                    .append('=')
                    .append(encoded(value()));
        }
        return filled + query;
    }

    private byte[] body() {
        if (chance(300)) {
            return new byte[BODY_LIMIT + random.nextInt(BODY_LIMIT)];
        }
        if (chance(20)) {
            byte[] noise = new byte[random.nextInt(200)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) random.nextInt();
            }
            return noise;
        }
        String text = valid();
        if (chance(8)) {
            text = text.substring(0, random.nextInt(text.length() + 1));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the operation takes, with values that it may not take. */
    private String valid() {
        if (operation.path().startsWith("/v1")) {
            return "{\"model\":" + json("wyckoff/wyckoff_info_chat1") + ",\"messages\":"
                    + (chance(3) ? json("x") : "[{\"role\":" + json("user") + ",\"content\":" + json("Hello") + "}]")
                    + ",\"stream\":" + json(random.nextBoolean()) + ",\"max_tokens\":" + json(20) + "}";
        }
        if (operation.path().endsWith("/caps")) {
            return "{\"day\":" + json("1000") + ",\"month\":" + json("10000") + ",\"soft\":" + json(true) + "}";
        }
        if (operation.path().endsWith("/keys")) {
            return "{\"name\":" + json("fuzz") + ",\"role\":" + json("visitor") + ",\"expires_at\":"
                    + json("2030-01-01T00:00:00Z") + "}";
        }
        return "{\"message\":" + json("Hello") + (chance(3) ? ",\"session_id\":" + json("x") : "") + "}";
    }

    private String json(Object usual) {
        if (!chance(4)) {
            return usual instanceof String text ? "\"" + text + "\"" : usual.toString();
        }
        return switch (random.nextInt(9)) {
            case 0 -> "null";
            case 1 -> "-1";
            case 2 -> "1e400";
            case 3 -> "[".repeat(random.nextInt(3000)) + "]";
            case 4 -> "{\"a\":".repeat(random.nextInt(200)) + "1" + "}".repeat(random.nextInt(200));
            case 5 -> "\"" + "x".repeat(random.nextInt(20_000)) + "\"";
            case 6 -> "\"\\u0000\"";
            case 7 -> "\"\\ud800\"";
            default -> "\"" + value().replace("\\", "").replace("\"", "").replace("\0", "") + "\"";
        };
    }

    private String value() {
        return chance(5) ? Long.toString(random.nextLong(), 36) : pick(ODD);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String printable(String value) {
        return value.chars()
                .filter(c -> c >= 0x20 && c < 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
