package org.parley.chat;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parley.platform.Json;
import org.parley.platform.Problem;

/**
 * A turn as {@code chat.completion.chunk} events; see "Chat completion chunk object" in the OpenAI API reference. Tools run
 * on the server and are not shown. A stream whose answer broke off ends with an error, and without {@code [DONE]}.
 *
 * @param withUsage whether a chunk before the end has the usage
 */
record OpenAiFormat(OpenAiHead head, boolean withUsage) implements WireFormat {
    private static final String OBJECT = "chat.completion.chunk";

    @Override
    public List<OutboundSseEvent> events(TurnLog.Piece piece, Sse sse) {
        return data(piece.event())
                .map(data -> sse.newEventBuilder()
                        .mediaType(MediaType.TEXT_PLAIN_TYPE)
                        .data(String.class, data)
                        .build())
                .toList();
    }

    private Stream<String> data(TurnEvent event) {
        if (event instanceof TurnEvent.Start) {
            return Stream.of(chunk(Json.object().add("role", "assistant").add("content", "")));
        }
        if (event instanceof TurnEvent.Text text) {
            return Stream.of(chunk(Json.object().add("content", text.delta())));
        }
        return event.isEnd() ? end(event) : Stream.of();
    }

    private Stream<String> end(TurnEvent event) {
        Optional<Problem> failure = OpenAiEnd.failure(event);
        if (failure.isPresent()) {
            return Stream.of(error(failure.get()));
        }
        List<String> end = new ArrayList<>();
        if (event instanceof TurnEvent.Done done) {
            end.add(last(done));
            if (withUsage) {
                end.add(head.document(OBJECT)
                        .add("choices", JsonValue.EMPTY_JSON_ARRAY)
                        .add("usage", OpenAiHead.usage(done))
                        .build()
                        .toString());
            }
        }
        end.add("[DONE]");
        return end.stream();
    }

    private String error(Problem failure) {
        JsonObjectBuilder document =
                Json.object().add("llm_request_id", head.turn().toString());
        OpenAiError.of(failure).toJson().forEach(document::add);
        return document.build().toString();
    }

    private String last(TurnEvent.Done done) {
        return chunk(JsonValue.EMPTY_JSON_OBJECT, Json.value(OpenAiEnd.finishReason(done)))
                .add("completion_status", done.completionStatus())
                .add("cost", done.data().getJsonObject("cost"))
                .build()
                .toString();
    }

    private String chunk(JsonObjectBuilder delta) {
        return chunk(delta.build(), JsonValue.NULL).build().toString();
    }

    private JsonObjectBuilder chunk(JsonObject delta, JsonValue finishReason) {
        JsonObjectBuilder chunk = head.document(OBJECT)
                .add(
                        "choices",
                        Json.array()
                                .add(Json.object()
                                        .add("index", 0)
                                        .add("delta", delta)
                                        .add("logprobs", JsonValue.NULL)
                                        .add("finish_reason", finishReason)));
        return withUsage ? chunk.addNull("usage") : chunk;
    }
}
