package org.parley.offline;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.parley.platform.Json;

/** Writes a reply in OpenAI's wire format, as one object or as chunks. */
final class ChunkWriter {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*|\\s+");
    private static final int PIECES = 3;

    private final CompletionHead head;
    private final CompletionReply reply;
    private final OfflineUsage usage;

    ChunkWriter(CompletionHead head, CompletionReply reply, OfflineUsage usage) {
        this.head = head;
        this.reply = reply;
        this.usage = usage;
    }

    JsonObject completion() {
        JsonObjectBuilder message = Json.object().add("role", "assistant");
        if (reply.text().isEmpty()) {
            message.addNull("content");
        } else {
            message.add("content", reply.text());
        }
        if (!reply.calls().isEmpty()) {
            JsonArrayBuilder calls = Json.array();
            reply.calls().forEach(call -> calls.add(call.toJson()));
            message.add("tool_calls", calls);
        }
        JsonObjectBuilder choice =
                Json.object().add("index", 0).add("message", message).add("finish_reason", reply.finishReason());
        return head.object("chat.completion")
                .add("choices", Json.array().add(choice))
                .add("usage", usage.toJson())
                .build();
    }

    /** Role, words, tool calls, finish reason, usage, and the end mark, in this order. */
    List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(delta(Json.object().add("role", "assistant").add("content", ""), false));
        WORD.matcher(reply.text())
                .results()
                .map(MatchResult::group)
                .forEach(word -> chunks.add(delta(Json.object().add("content", word), true)));
        addCalls(chunks);
        chunks.add(choice(Json.object(), Json.value(reply.finishReason()), false));
        chunks.add(new Chunk(
                head.object("chat.completion.chunk")
                        .add("choices", JsonValue.EMPTY_JSON_ARRAY)
                        .add("usage", usage.toJson())
                        .build()
                        .toString(),
                false));
        chunks.add(Chunk.DONE);
        return List.copyOf(chunks);
    }

    /** All names first, then the arguments in pieces, one piece of each call in turn. */
    private void addCalls(List<Chunk> chunks) {
        for (int index = 0; index < reply.calls().size(); index++) {
            chunks.add(callHead(index, reply.calls().get(index)));
        }
        for (int piece = 0; piece < PIECES; piece++) {
            for (int index = 0; index < reply.calls().size(); index++) {
                String arguments = reply.calls().get(index).arguments().toString();
                chunks.add(callPiece(index, piece(arguments, piece)));
            }
        }
    }

    private Chunk callHead(int index, OfflineCall call) {
        return callDelta(Json.object()
                .add("index", index)
                .add("id", call.id())
                .add("type", "function")
                .add("function", Json.object().add("name", call.name()).add("arguments", "")));
    }

    private Chunk callPiece(int index, String arguments) {
        return callDelta(
                Json.object().add("index", index).add("function", Json.object().add("arguments", arguments)));
    }

    private Chunk callDelta(JsonObjectBuilder call) {
        return delta(Json.object().add("tool_calls", Json.array().add(call)), false);
    }

    private Chunk delta(JsonObjectBuilder delta, boolean word) {
        return choice(delta, JsonValue.NULL, word);
    }

    private Chunk choice(JsonObjectBuilder delta, JsonValue finishReason, boolean word) {
        JsonObjectBuilder choice =
                Json.object().add("index", 0).add("delta", delta).add("finish_reason", finishReason);
        JsonObject chunk = head.object("chat.completion.chunk")
                .add("choices", Json.array().add(choice))
                .build();
        return new Chunk(chunk.toString(), word);
    }

    private static String piece(String text, int piece) {
        return text.substring(cut(text, piece), cut(text, piece + 1));
    }

    /** Where a piece begins, moved so that no surrogate pair is cut. */
    private static int cut(String text, int piece) {
        int at = text.length() * piece / PIECES;
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }
}
