package org.parley.chat;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.parley.platform.Ids;
import org.parley.platform.Problems;

/** A turn that is running, as its client may end it. */
@Path("accounts/{account}/requests")
public class RequestResource {
    @Inject
    RunningTurns turns;

    /** Ends the turn: the model stops writing, no further call is made, and its own stream tells how it ended. */
    @DELETE
    @Path("{id}")
    public Response cancel(@PathParam("account") String account, @PathParam("id") String id) {
        turns.find(Ids.parse("id", id), account)
                .orElseThrow(() -> Problems.notFound("There is no such request running."))
                .cancel();
        return Response.accepted().build();
    }
}
