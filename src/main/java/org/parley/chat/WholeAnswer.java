package org.parley.chat;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.parley.platform.Json;
import org.parley.platform.Problem;

/** Gathers a turn for a client that wants the whole answer as one JSON document. */
final class WholeAnswer implements TurnLog.Reader {
    private final TurnLog log;
    private final AsyncResponse response;
    private final JsonArrayBuilder toolCalls = Json.array();
    private String sessionId = "";
    private long position;

    WholeAnswer(TurnLog log, AsyncResponse response) {
        this.log = log;
        this.response = response;
    }

    @Override
    public synchronized void wake() {
        for (Optional<TurnLog.Piece> piece = log.at(position); piece.isPresent(); piece = log.at(position)) {
            position = piece.get().next();
            take(piece.get().event());
        }
    }

    private void take(TurnEvent event) {
        if (event instanceof TurnEvent.Start start) {
            sessionId = start.sessionId().toString();
        } else if (event instanceof TurnEvent.ToolEnded) {
            toolCalls.add(event.data());
        } else if (event instanceof TurnEvent.Done) {
            response.resume(Response.ok(document(event))
                    .type(MediaType.APPLICATION_JSON)
                    .build());
        } else if (event instanceof TurnEvent.Failed failed) {
            response.resume(Response.status(failed.problem().status())
                    .type(Problem.MEDIA_TYPE)
                    .entity(failed.data().toString())
                    .build());
        }
    }

    private String document(TurnEvent done) {
        JsonObjectBuilder document = Json.object()
                .add("session_id", sessionId)
                .add("content", log.text())
                .add("tool_calls", toolCalls);
        done.data().forEach(document::add);
        return document.build().toString();
    }
}
