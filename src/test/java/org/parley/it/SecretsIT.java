package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.parley.fake.ProviderStub;
import org.parley.fake.StubCall;

/**
 * Secrets stay where they were set, whatever providers and proxies do with them. Every secret of the server under test
 * has the canary in it: the provider's key, the passwords of the proxy and of the database, and one in an address.
 */
class SecretsIT {
    private static final String CANARY = "5f1c0e";
    /** Open Liberty's own, of its configuration; the password of the database is in them. */
    private static final Set<String> CACHES = Set.of("variableCacheData", "configs.data");

    private static final String PROXY_LOGIN =
            Base64.getEncoder().encodeToString("parley:canary-proxy-5f1c0e".getBytes(StandardCharsets.UTF_8));

    private final Parley parley = Parley.running();
    private final Api api = new Api(parley.address());
    private final Sql sql = new Sql(parley);
    private final List<String> seen = new ArrayList<>();

    @Test
    void no_secret_is_in_a_log_a_row_an_answer_or_a_metric() {
        turn("sound", "canary-fine", call -> call.text("ok").end("stop", 1, 1, "0"));
        turn("sound", "canary-401", call -> call.status(401, error(call)));
        turn("sound", "canary-402", call -> call.status(402, error(call)));
        turn("sound", "canary-429", call -> call.status(429, error(call)));
        turn("sound", "canary-500", call -> call.status(500, error(call)));
        turn("sound", "canary-page", call -> call.status(200, "text/html", "<html>" + key(call) + "</html>"));
        turn("sound", "canary-gateway", call -> call.status(502, "text/html", "<html>" + key(call) + "</html>"));
        turn("sound", "canary-whole", call -> call.status(200, "{\"key\": " + key(call)));
        turn(
                "sound",
                "canary-chunk",
                call -> call.event("{\"key\": " + key(call)).done());
        turn("sound", "canary-error", call -> call.event(error(call)).done());
        turn("sound", "canary-comment", call -> call.comment(key(call)).text("half"));
        turn(
                "sound",
                "canary-tool",
                call -> call.tool(0, "a", "no_such_tool", key(call).substring(0, 7))
                        .end("tool_calls", 1, 1, "0"));
        for (String refusal : List.of("407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway")) {
            parley.proxy().refuse(refusal);
            turn("proxied", "canary-proxied");
            turn("tunnelled", "canary-tunnelled");
        }
        parley.proxy().refuse("");
        for (String agent : List.of("literal", "named", "unreachable", "disclosing")) {
            turn(agent, "canary-" + agent);
        }
        operations();

        assertThat(parley.provider().book("canary-401"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(key(call)).contains(CANARY));
        assertThat(parley.proxy().heads()).anyMatch(head -> head.contains(PROXY_LOGIN));
        assertThat(seen).hasSizeGreaterThan(20);
        SoftAssertions.assertSoftly(all -> {
            all.assertThat(seen).as("answers").noneMatch(SecretsIT::discloses);
            all.assertThat(filesThatDisclose()).as("files").isEmpty();
            all.assertThat(tablesThatDisclose()).as("tables").isEmpty();
        });
    }

    /** A turn as a stream and one as a document; both are kept as the client sees them. */
    private void turn(String agent, String message, ProviderStub.Reply... reply) {
        for (String way : List.of("/stream", "/chat")) {
            parley.provider().script(message, reply);
            see(api.post(Api.path("initech/" + agent) + way, Api.body(message, null)));
        }
    }

    private void operations() {
        Stream.of(
                        "/metrics",
                        "/openapi",
                        "/health",
                        "/api/accounts",
                        "/api/accounts/initech/agents",
                        "/api/admin/config",
                        "/api/admin/accounts/initech/agents/sound/config",
                        "/api/admin/accounts/initech/agents/disclosing/config")
                .forEach(path -> see(api.get(path)));
    }

    private void see(Api.Answer answer) {
        seen.add(answer.response().headers().map() + "\n" + answer.response().body());
    }

    private List<Path> filesThatDisclose() {
        try (Stream<Path> files = Files.walk(parley.serverHome())) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !CACHES.contains(String.valueOf(file.getFileName())))
                    .toList()) {
                boolean ours = Files.getLastModifiedTime(file).toInstant().isAfter(parley.startedAt());
                if (ours && discloses(Files.readString(file, StandardCharsets.ISO_8859_1))) {
                    found.add(file);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> tablesThatDisclose() {
        List<Map<String, Object>> tables = sql.rows("""
                SELECT quote_ident(table_name) AS name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'""");
        assertThat(tables).hasSizeGreaterThan(8);
        return tables.stream()
                .map(table -> String.valueOf(table.get("name")))
                .filter(table -> sql.rows("SELECT CAST(t.* AS text) AS line FROM " + table + " t").stream()
                        .anyMatch(row -> discloses(String.valueOf(row.get("line")))))
                .toList();
    }

    private static boolean discloses(String text) {
        return text.contains(CANARY) || text.contains(PROXY_LOGIN);
    }

    private static String key(StubCall call) {
        return call.header("Authorization");
    }

    private static String error(StubCall call) {
        return "{\"error\":{\"message\":\"" + key(call) + "\",\"code\":\"" + key(call) + "\"}}";
    }
}
