package org.parley.conversation;

import jakarta.ejb.EJB;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Allowed;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.agent.Agent;
import org.parley.agent.Agents;
import org.parley.platform.Admitted;
import org.parley.platform.Ids;
import org.parley.platform.Json;
import org.parley.platform.Problems;

/** What was said in a session. */
@Path("accounts/{account}/agents")
@Produces(MediaType.APPLICATION_JSON)
@Admitted
@Allowed(Role.VISITOR)
public class HistoryResource {
    private static final int MAX_LIMIT = 200;

    @EJB
    Agents agents;

    @EJB
    Conversations conversations;

    @GET
    @Path("{agent}/history")
    public JsonObject read(
            @PathParam("account") String account,
            @PathParam("agent") String agentSlug,
            @QueryParam("session_id") @Nullable String sessionId,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @Context HttpServletRequest request) {
        Agent agent = agents.require(account, agentSlug);
        if (sessionId == null) {
            throw Problems.badRequest("session_id is missing.");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problems.badRequest("limit is not within 1 to " + MAX_LIMIT + ".");
        }
        UUID session = Ids.parse("session_id", sessionId);
        JsonArrayBuilder messages = Json.array();
        conversations.read(session, agent, Caller.of(request), limit).forEach(message -> messages.add(toJson(message)));
        return Json.object()
                .add("session_id", session.toString())
                .add("messages", messages)
                .build();
    }

    private static JsonObject toJson(Message message) {
        JsonValue cost =
                Json.value(message.totalCost().map(BigDecimal::toPlainString).orElse(null));
        return Json.object()
                .add("id", message.id().toString())
                .add("role", message.role())
                .add("content", message.content())
                .add("created_at", message.createdAt().toString())
                .add("completion_status", message.completionStatus())
                .add("total_cost", cost)
                .add("llm_request_id", message.llmRequestId().toString())
                .build();
    }
}
