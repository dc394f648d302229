package org.parley.chat;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.parley.account.Role;
import org.parley.config.AgentAddress;
import org.parley.platform.Body;

/** Takes a visitor's message; the answer streams back as it is written, or comes as one document. */
@Path("accounts/{account}/agents")
@Consumes(MediaType.APPLICATION_JSON)
@Allowed(Role.VISITOR)
public class ChatResource {
    @Inject
    Turns turns;

    @Inject
    Streams streams;

    @POST
    @Path("{agent}/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @PathParam("account") String account,
            @PathParam("agent") String agent,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            InputStream body,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response) {
        AgentAddress address = new AgentAddress(account, agent);
        FoundTurn turn = turns.of(Caller.of(request), address, TurnRequest.parse(Body.read(body), key));
        turn.tell(response);
        streams.open(turn, 0, WireFormat.NATIVE, sink, sse, response);
    }

    @POST
    @Path("{agent}/chat")
    @Produces(MediaType.APPLICATION_JSON)
    public void chat(
            @PathParam("account") String account,
            @PathParam("agent") String agent,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            InputStream body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse headers) {
        AgentAddress address = new AgentAddress(account, agent);
        FoundTurn turn = turns.of(Caller.of(request), address, TurnRequest.parse(Body.read(body), key));
        turn.tell(headers);
        turn.log().attach(new WholeAnswer(turn.log(), response));
    }
}
