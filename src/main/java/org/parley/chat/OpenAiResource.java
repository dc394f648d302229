package org.parley.chat;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.parley.account.Allowed;
import org.parley.account.Caller;
import org.parley.account.RefusalLog;
import org.parley.account.Role;
import org.parley.platform.Body;

/**
 * Turns for clients of OpenAI's chat completions. The model is an agent's address, and nothing else decides whose account
 * pays. The client keeps the conversation: each request is a session of its own. {@link OpenAiAcceptFilter} leads a
 * request to the streaming or to the plain method.
 */
@Path("chat/completions")
@Consumes(MediaType.APPLICATION_JSON)
@Allowed(Role.VISITOR)
public class OpenAiResource {
    @Inject
    Turns turns;

    @Inject
    Streams streams;

    @Inject
    RefusalLog refusals;

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            InputStream body,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response) {
        OpenAiRequest asked = OpenAiRequest.parse(Body.read(body), key);
        FoundTurn turn = find(request, asked);
        turn.tell(response);
        OpenAiFormat format =
                new OpenAiFormat(new OpenAiHead(turn.id(), asked.model().name()), asked.usage());
        streams.open(turn, 0, format, sink, sse, response);
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public void complete(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            InputStream body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse headers) {
        OpenAiRequest asked = OpenAiRequest.parse(Body.read(body), key);
        FoundTurn turn = find(request, asked);
        turn.tell(headers);
        turn.log()
                .attach(new OpenAiAnswer(new OpenAiHead(turn.id(), asked.model().name()), turn.log(), response));
    }

    private FoundTurn find(HttpServletRequest request, OpenAiRequest asked) {
        Caller caller = Caller.of(request);
        return asked.model().find(address -> {
            refusals.require(caller, Role.VISITOR, address, request);
            return turns.of(caller, address, asked.turn());
        });
    }
}
