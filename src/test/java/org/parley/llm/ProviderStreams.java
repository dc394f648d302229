package org.parley.llm;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.parley.platform.Json;

/** Reads the body of a provider's stream as the product does, cut in any way, and tells what became of it. */
final class ProviderStreams {
    private ProviderStreams() {}

    /** What the pieces come to: the reply, or the failure and the text until then. */
    static JsonObject read(List<byte[]> pieces) {
        StringBuilder told = new StringBuilder();
        ReplyAssembler reply = new ReplyAssembler(told::append);
        SseDecoder decoder = new SseDecoder();
        try {
            for (byte[] piece : pieces) {
                for (String event : decoder.decode(ByteBuffer.wrap(piece))) {
                    reply.accept(event);
                }
            }
            for (String event : decoder.end()) {
                reply.accept(event);
            }
            return described(reply, told.toString());
        } catch (ProtocolException e) {
            return failure("protocol", told);
        } catch (ProviderErrorException e) {
            return failure("provider", told);
        }
    }

    /** The bytes in two pieces. */
    static List<byte[]> cut(byte[] bytes, int at) {
        return List.of(Arrays.copyOfRange(bytes, 0, at), Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static JsonObject failure(String kind, StringBuilder told) {
        return Json.object().add("failure", kind).add("text", told.toString()).build();
    }

    private static JsonObject described(ReplyAssembler assembler, String told) {
        ChatReply reply = assembler.reply();
        JsonArrayBuilder tools = Json.array();
        reply.toolCalls()
                .forEach(call -> tools.add(Json.object()
                        .add("id", call.id())
                        .add("name", call.name())
                        .add("arguments", call.arguments())));
        JsonObjectBuilder described = Json.object()
                .add("text", told.length() == reply.textLength() ? told : "told otherwise than counted")
                .add("tools", tools)
                .add("finish", Json.value(reply.finishReason().orElse(null)))
                .add("model", Json.value(reply.servedModel().orElse(null)))
                .add("generation", Json.value(reply.generationId().orElse(null)))
                .add("whole", assembler.isWhole())
                .add(
                        "usage",
                        Json.value(reply.usage().map(ProviderStreams::tokens).orElse(null)))
                .add(
                        "cost",
                        Json.value(reply.usage()
                                .flatMap(TokenUsage::cost)
                                .map(cost -> cost.toPlainString())
                                .orElse(null)));
        return described.build();
    }

    private static String tokens(TokenUsage usage) {
        return usage.prompt() + "/" + usage.cached() + "/" + usage.completion() + "/" + usage.reasoning();
    }
}
