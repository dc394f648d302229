package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An agent of its own, {@code levels/one}, for which one key is set on the levels of the cascade. */
final class Levels implements AutoCloseable {
    static final String AGENT = "levels/one";
    private static final String ACCOUNT_FILE = "agent_configs/levels/config.yaml";
    private static final String AGENT_FILE = "agent_configs/levels/one/config.yaml";

    private static final String MARK = "agent.welcome";
    private static final AtomicInteger SETTINGS = new AtomicInteger();

    private final Api api;
    private final ConfigEdit edit;

    Levels(Path directory, Api api) {
        this.api = api;
        this.edit = new ConfigEdit(directory, api);
    }

    /** A file of the configuration directory; each level below the one under test says something else. */
    enum Level {
        GLOBAL(0, 220),
        ACCOUNT(1, 240),
        AGENT(2, 260);

        private final int index;
        private final int ordinal;

        Level(int index, int ordinal) {
            this.index = index;
            this.ordinal = ordinal;
        }

        /** From the lowest on. */
        int index() {
            return index;
        }

        String of(List<String> values) {
            return values.get(index);
        }
    }

    /** Sets a key on that level and otherwise on each below, and waits until the agent has it from there. */
    void set(Level level, Map<String, String> base, String key, List<String> values) {
        Map<String, String> global = new LinkedHashMap<>(base);
        global.put("provisioning.enabled", "true");
        global.put(key, values.get(0));
        edit.put("config.yaml", yaml(global));
        edit.put(ACCOUNT_FILE, level == Level.GLOBAL ? "{}\n" : yaml(Map.of(key, values.get(1))));
        Map<String, String> own = new LinkedHashMap<>(level == Level.AGENT ? Map.of(key, values.get(2)) : Map.of());
        String mark = "set " + SETTINGS.incrementAndGet();
        own.put(MARK, mark); // in the file that is written last
        edit.put(AGENT_FILE, yaml(own));
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            assertThat(explained(MARK).getString("value")).isEqualTo(mark);
            JsonObject explained = explained(key);
            assertThat(explained.getInt("ordinal")).isEqualTo(level.ordinal);
            assertThat(explained.getBoolean("secret")
                            || explained.getString("value").equals(level.of(values)))
                    .isTrue();
            assertThat(edit.state().getBoolean("current")).isTrue();
            assertThat(api.get(Api.path(AGENT)).status()).isEqualTo(200);
        });
    }

    JsonObject explained(String key) {
        return api
                .get(Api.path(AGENT).replace("/api/", "/api/admin/") + "/config")
                .json()
                .getJsonArray("keys")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(entry -> entry.getString("key").equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** Asks the agent as a visitor does, and returns the id of the request when it has ended, however it did. */
    String ask(String word) {
        EventStream stream = api.stream(AGENT, word);
        String id = stream.await("start").text("llm_request_id");
        stream.all();
        return id;
    }

    @Override
    public void close() {
        edit.close();
    }

    private static String yaml(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + ": '" + value.getValue() + "'\n")
                .collect(Collectors.joining());
    }
}
