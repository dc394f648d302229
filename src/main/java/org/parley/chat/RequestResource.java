package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parley.account.Allowed;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.platform.Admitted;
import org.parley.platform.Ids;
import org.parley.platform.Problems;
import org.parley.usage.BookedRequests;
import org.parley.usage.CompletionStatus;

/** A turn, by the id of its request: its client may end it, or hear it again. */
@Path("accounts/{account}/requests")
@Allowed(Role.VISITOR)
public class RequestResource {
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    @EJB
    BookedRequests booked;

    @Inject
    RunningTurns running;

    @Inject
    Turns turns;

    @Inject
    Streams streams;

    /**
     * Ends the turn, whichever node runs it: the model stops writing, tools are given up, and its own stream tells how it
     * ended.
     */
    @DELETE
    @Path("{id}")
    public Response cancel(
            @PathParam("account") String account, @PathParam("id") String id, @Context HttpServletRequest request) {
        UUID requestId = Ids.parse("id", id);
        Caller caller = Caller.of(request);
        Optional<Turn> here = running.find(requestId, account).filter(turn -> turn.isOf(caller));
        here.ifPresent(turn -> turn.stop(CompletionStatus.CANCELLED));
        if (here.isEmpty() && !turns.askToCancel(caller, account, requestId)) {
            throw Problems.notFound("There is no such request running.");
        }
        return Response.accepted().build();
    }

    /**
     * The events of the turn, from its start or after {@code Last-Event-ID}: those that were, and those that come. One
     * that has heard all of them is answered with 204.
     */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @PathParam("account") String account,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response) {
        UUID requestId = Ids.parse("id", id);
        FoundTurn turn = turns.byId(Caller.of(request), account, requestId);
        long position = position(lastEventId);
        if (position > turn.log().end()) {
            throw Problems.badRequest("Last-Event-ID is not one of this request.");
        }
        if (turn.log().isOver(position)) {
            throw new WebApplicationException(Response.noContent().build());
        }
        streams.open(turn, position, WireFormat.NATIVE, sink, sse, response);
    }

    /** What the model was sent, by its parts and their sizes; 404 unless {@code prompt.inspection} was on for it. */
    @GET
    @Path("{id}/prompt")
    @Allowed(Role.MEMBER)
    @Admitted
    @Produces(MediaType.APPLICATION_JSON)
    public String prompt(@PathParam("account") String account, @PathParam("id") String id) {
        UUID requestId = Ids.parse("id", id);
        String sections = booked.promptSizes(account, requestId)
                .orElseThrow(() -> Problems.notFound("There is no such request, or its prompt was not inspected."));
        return "{\"llm_request_id\":\"" + requestId + "\",\"sections\":" + sections + "}";
    }

    private static long position(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        if (!POSITION.matcher(lastEventId.trim()).matches()) {
            throw Problems.badRequest("Last-Event-ID is not a number.");
        }
        return Long.parseLong(lastEventId.trim());
    }
}
