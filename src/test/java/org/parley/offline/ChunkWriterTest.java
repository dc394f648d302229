package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parley.platform.Json;

class ChunkWriterTest {
    private static final CompletionHead HEAD = new CompletionHead("gen-1", 7);
    private static final OfflineUsage USAGE = new OfflineUsage(100, 20);

    private final List<OfflineCall> calls =
            List.of(call("a", "pharmacy"), call("b", "\ud83d\ude00\ud83d\ude00\ud83d\ude00"));

    @Test
    void everyChunkHasTheSameHead() {
        assertThat(objects(new CompletionReply("a b", calls))).allSatisfy(chunk -> {
            assertThat(chunk.getString("id")).isEqualTo("gen-1");
            assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk");
            assertThat(chunk.getString("model")).isEqualTo("parley-offline-1");
            assertThat(chunk.getString("provider")).isEqualTo("offline");
        });
    }

    @Test
    void wordsJoinToTheText() {
        String text = "  Hello **there**,\n\n- one two \ud83d\ude00\n";
        List<JsonObject> chunks = objects(CompletionReply.of(text));
        assertThat(chunks.stream()
                        .flatMap(ChunkWriterTest::deltas)
                        .map(delta -> delta.getString("content", ""))
                        .collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(chunks).hasSize(1 + 6 + 2);
    }

    @Test
    void namesComeFirstAndArgumentsInTurns() {
        List<JsonObject> deltas = objects(new CompletionReply("", calls)).stream()
                .flatMap(ChunkWriterTest::deltas)
                .flatMap(delta -> OfflineJson.objects(delta, "tool_calls").stream())
                .toList();
        assertThat(deltas).extracting(delta -> delta.getInt("index")).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(deltas.get(0).getString("id")).isEqualTo("a");
        assertThat(deltas.get(1).getJsonObject("function").getString("name")).isEqualTo("search_directory");
        for (int index = 0; index < calls.size(); index++) {
            int wanted = index;
            assertThat(deltas.stream()
                            .filter(delta -> delta.getInt("index") == wanted)
                            .map(delta -> delta.getJsonObject("function").getString("arguments"))
                            .collect(Collectors.joining()))
                    .isEqualTo(calls.get(index).arguments().toString());
        }
    }

    @Test
    void endsWithFinishReasonUsageAndDone() {
        List<Chunk> chunks = new ChunkWriter(HEAD, new CompletionReply("a", calls), USAGE).chunks();
        assertThat(chunks.get(chunks.size() - 1)).isEqualTo(Chunk.DONE);
        List<JsonObject> objects = objects(new CompletionReply("a", calls));
        JsonObject last = objects.get(objects.size() - 2);
        assertThat(last.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
                .isEqualTo("tool_calls");
        JsonObject usage = objects.get(objects.size() - 1);
        assertThat(usage.getJsonArray("choices")).isEmpty();
        assertThat(usage.getJsonObject("usage").getInt("total_tokens")).isEqualTo(120);
    }

    @Test
    void onlyWordsWait() {
        assertThat(new ChunkWriter(HEAD, new CompletionReply("one two", calls), USAGE)
                        .chunks().stream().filter(Chunk::word))
                .hasSize(2);
    }

    @Test
    void aWholeCompletionHasTextCallsAndUsage() {
        JsonObject completion = new ChunkWriter(HEAD, new CompletionReply("", calls), USAGE).completion();
        JsonObject choice = completion.getJsonArray("choices").getJsonObject(0);
        assertThat(completion.getString("object")).isEqualTo("chat.completion");
        assertThat(choice.getJsonObject("message").isNull("content")).isTrue();
        assertThat(choice.getJsonObject("message").getJsonArray("tool_calls")).hasSize(2);
        assertThat(completion.getJsonObject("usage").getJsonNumber("cost").bigDecimalValue())
                .isEqualByComparingTo("0.000027");
    }

    private static Stream<JsonObject> deltas(JsonObject chunk) {
        return OfflineJson.objects(chunk, "choices").stream().map(choice -> choice.getJsonObject("delta"));
    }

    private static List<JsonObject> objects(CompletionReply reply) {
        return new ChunkWriter(HEAD, reply, USAGE)
                .chunks().stream()
                        .flatMap(chunk -> Json.parseObject(chunk.data()).stream())
                        .toList();
    }

    private static OfflineCall call(String id, String query) {
        return new OfflineCall(
                id,
                "search_directory",
                Json.object().add("list_name", "staff").add("query", query).build());
    }
}
