package org.parley.agent;

import jakarta.ejb.EJB;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.parley.account.Allowed;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.platform.Admitted;
import org.parley.platform.Json;

/** The agents of an account, as a client may see them. */
@Path("accounts/{account}/agents")
@Produces(MediaType.APPLICATION_JSON)
@Admitted
@Allowed(Role.VISITOR)
public class AgentResource {
    @Context
    HttpServletRequest request;

    @EJB
    Agents agents;

    @GET
    public JsonObject list(@PathParam("account") String account) {
        JsonArrayBuilder list = Json.array();
        Caller caller = Caller.of(request);
        agents.ofAccount(account).stream()
                .filter(agent -> caller.sees(agent.address()))
                .forEach(agent -> list.add(summary(agent)));
        return Json.object().add("agents", list).build();
    }

    @GET
    @Path("{agent}")
    public JsonObject get(@PathParam("account") String account, @PathParam("agent") String agent) {
        Agent found = agents.require(account, agent);
        return summary(found)
                .add("tools", Json.strings(found.settings().tools().enabled()))
                .build();
    }

    private static JsonObjectBuilder summary(Agent agent) {
        return Json.object()
                .add("slug", agent.address().agent())
                .add("name", agent.name())
                .add("type", agent.type())
                .add("model", agent.settings().model().name())
                .add("welcome", agent.settings().welcome())
                .add("suggestions", Json.strings(agent.settings().suggestions()));
    }
}
