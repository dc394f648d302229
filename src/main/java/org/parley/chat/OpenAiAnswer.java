package org.parley.chat;

import jakarta.json.JsonValue;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.parley.platform.Json;
import org.parley.platform.Problem;

/**
 * Gathers a turn for a client that wants one {@code chat.completion} document; see "Chat completion object" in the OpenAI
 * API reference. An answer that broke off is an error. Official clients repeat a request on most errors; they are told
 * not to ({@code X-Should-Retry}) unless the model was not reached or refused at once, because each turn is paid for.
 */
final class OpenAiAnswer implements TurnLog.Reader {
    private static final Set<String> UNPAID = Set.of("/problems/provider-busy", "/problems/provider-unavailable");
    private static final int BUSY = 503;
    private static final int BUSY_SECONDS = 5;

    private final OpenAiHead head;
    private final TurnLog log;
    private final AsyncResponse response;
    private long position;

    OpenAiAnswer(OpenAiHead head, TurnLog log, AsyncResponse response) {
        this.head = head;
        this.log = log;
        this.response = response;
    }

    @Override
    public synchronized void wake() {
        for (Optional<TurnLog.Piece> piece = log.at(position); piece.isPresent(); piece = log.at(position)) {
            position = piece.get().next();
            if (piece.get().event().isEnd()) {
                response.resume(answer(piece.get().event()));
            }
        }
    }

    private Response answer(TurnEvent end) {
        return OpenAiEnd.failure(end)
                .map(OpenAiAnswer::failed)
                .orElseGet(() -> Response.ok(document(end))
                        .type(MediaType.APPLICATION_JSON)
                        .build());
    }

    private static Response failed(Problem problem) {
        Response.ResponseBuilder failed = OpenAiErrorMapper.respond(OpenAiError.of(problem));
        if (problem.status() == BUSY) {
            failed.header(HttpHeaders.RETRY_AFTER, BUSY_SECONDS);
        }
        return failed.header("X-Should-Retry", UNPAID.contains(problem.type())).build();
    }

    private String document(TurnEvent end) {
        TurnEvent.Done done = (TurnEvent.Done) end;
        return head.document("chat.completion")
                .add(
                        "choices",
                        Json.array()
                                .add(Json.object()
                                        .add("index", 0)
                                        .add(
                                                "message",
                                                Json.object()
                                                        .add("role", "assistant")
                                                        .add("content", log.text())
                                                        .addNull("refusal"))
                                        .add("logprobs", JsonValue.NULL)
                                        .add("finish_reason", OpenAiEnd.finishReason(done))))
                .add("usage", OpenAiHead.usage(done))
                .add("completion_status", done.completionStatus())
                .add("cost", done.data().getJsonObject("cost"))
                .build()
                .toString();
    }
}
