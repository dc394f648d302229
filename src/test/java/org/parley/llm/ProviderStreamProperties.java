package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.parley.platform.Json;

/** What holds of every stream, whatever is said in it and however it comes. */
class ProviderStreamProperties {
    private record Call(String name, List<String> pieces) {
        String arguments() {
            return String.join("", pieces);
        }
    }

    @Property(tries = 300)
    void words_come_out_as_they_went_in_however_the_bytes_are_cut(
            @ForAll("words") List<String> words, @ForAll long seed) {
        byte[] stream =
                stream(words.stream().map(ProviderStreamProperties::word).toList(), "\n");
        JsonObject read = ProviderStreams.read(cut(stream, new Random(seed)));
        assertThat(read.getString("text")).isEqualTo(String.join("", words));
        assertThat(read.getBoolean("whole")).isTrue();
    }

    @Property(tries = 300)
    void line_ends_and_comments_change_nothing(@ForAll("words") List<String> words, @ForAll long seed) {
        List<String> chunks = words.stream().map(ProviderStreamProperties::word).toList();
        Random random = new Random(seed);
        String[] ends = {"\n", "\r\n", "\r"};
        StringBuilder mixed = new StringBuilder();
        for (String chunk : chunks) {
            String end = ends[random.nextInt(ends.length)];
            if (random.nextBoolean()) {
                mixed.append(": PROCESSING").append(end).append(end);
            }
            mixed.append("data: ").append(chunk).append(end).append(end);
        }
        mixed.append("data: [DONE]\r\n\r\n");
        byte[] stream = mixed.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(ProviderStreams.read(cut(stream, random)))
                .isEqualTo(ProviderStreams.read(List.of(stream(chunks, "\n"))));
    }

    @Property(tries = 300)
    void tool_calls_are_the_same_however_their_pieces_are_interleaved(
            @ForAll("calls") List<Call> calls, @ForAll long seed) {
        Random random = new Random(seed);
        List<String> chunks = new ArrayList<>();
        int[] next = new int[calls.size()];
        for (int n = 0; n < calls.size(); n++) {
            chunks.add(toolChunk(n, "id-" + n, calls.get(n).name(), ""));
        }
        List<Integer> open = new ArrayList<>(IntStream.range(0, calls.size())
                .filter(n -> !calls.get(n).pieces().isEmpty())
                .boxed()
                .toList());
        while (!open.isEmpty()) {
            int n = open.get(random.nextInt(open.size()));
            chunks.add(toolChunk(n, "", "", calls.get(n).pieces().get(next[n]++)));
            if (next[n] == calls.get(n).pieces().size()) {
                open.remove(Integer.valueOf(n));
            }
        }
        List<JsonObject> read = ProviderStreams.read(cut(stream(chunks, "\n"), random))
                .getJsonArray("tools")
                .getValuesAs(JsonObject.class);
        assertThat(read)
                .extracting(call -> call.getString("name"))
                .isEqualTo(calls.stream().map(Call::name).toList());
        assertThat(read)
                .extracting(call -> call.getString("arguments"))
                .isEqualTo(calls.stream().map(Call::arguments).toList());
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .all()
                .excludeChars(surrogates())
                .ofMinLength(1)
                .ofMaxLength(12)
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Call>> calls() {
        Arbitrary<String> name = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(10);
        Arbitrary<List<String>> pieces = Arbitraries.strings()
                .ascii()
                .ofMinLength(1)
                .ofMaxLength(8)
                .list()
                .ofMaxSize(6);
        return Combinators.combine(name, pieces)
                .as(Call::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static char[] surrogates() {
        char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < surrogates.length; i++) {
            surrogates[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return surrogates;
    }

    private static String word(String text) {
        return choice(Json.object().add("content", text).build());
    }

    private static String toolChunk(int index, String id, String name, String arguments) {
        return choice(Json.object()
                .add(
                        "tool_calls",
                        Json.array()
                                .add(Json.object()
                                        .add("index", index)
                                        .add("id", id)
                                        .add(
                                                "function",
                                                Json.object().add("name", name).add("arguments", arguments))))
                .build());
    }

    private static String choice(JsonObject delta) {
        return Json.object()
                .add("choices", Json.array().add(Json.object().add("delta", delta)))
                .build()
                .toString();
    }

    private static byte[] stream(List<String> chunks, String end) {
        StringBuilder stream = new StringBuilder();
        chunks.forEach(
                chunk -> stream.append("data: ").append(chunk).append(end).append(end));
        return stream.append("data: [DONE]").append(end).append(end).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> cut(byte[] stream, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < stream.length; ) {
            int to = Math.min(stream.length, from + 1 + random.nextInt(24));
            pieces.add(Arrays.copyOfRange(stream, from, to));
            from = to;
        }
        return pieces;
    }
}
