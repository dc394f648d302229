package org.parley.chat;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
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
import org.parley.config.AgentAddress;

/** Takes a visitor's message; the answer streams back as it is written, or comes as one document. */
@Path("accounts/{account}/agents")
@Consumes(MediaType.APPLICATION_JSON)
public class ChatResource {
    @Inject
    Runs runs;

    @Inject
    Pings pings;

    @POST
    @Path("{agent}/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @PathParam("account") String account,
            @PathParam("agent") String agent,
            InputStream body,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletResponse response) {
        AgentAddress address = new AgentAddress(account, agent);
        TurnRequest asked = TurnRequest.parse(Body.read(body));
        response.setHeader("Cache-Control", "no-cache, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
        runs.start(address, asked, turn -> listen(turn, sink, sse));
    }

    @POST
    @Path("{agent}/chat")
    @Produces(MediaType.APPLICATION_JSON)
    public void chat(
            @PathParam("account") String account,
            @PathParam("agent") String agent,
            InputStream body,
            @Suspended AsyncResponse response) {
        AgentAddress address = new AgentAddress(account, agent);
        TurnRequest asked = TurnRequest.parse(Body.read(body));
        runs.start(address, asked, turn -> new WholeAnswer(turn, response));
    }

    private TurnListener listen(Turn turn, SseEventSink sink, Sse sse) {
        Runnable onGone = turn.agent().settings().cancelOnDisconnect() ? turn::cancel : () -> {};
        SseClient client = new SseClient(sink, sse, onGone);
        pings.add(client);
        return client;
    }
}
