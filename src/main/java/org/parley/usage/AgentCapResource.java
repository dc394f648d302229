package org.parley.usage;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Clock;
import org.parley.account.Allowed;
import org.parley.account.AuditLog;
import org.parley.account.Role;
import org.parley.platform.Admitted;
import org.parley.platform.Body;
import org.parley.platform.Problems;

/** What an agent may spend, beside what its account may. */
@Path("accounts/{account}/agents/{agent}/caps")
@Admitted
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Allowed(Role.MEMBER)
public class AgentCapResource {
    @EJB
    CapTable caps;

    @Inject
    Clock clock;

    @GET
    public JsonObject read(@PathParam("account") String account, @PathParam("agent") String agent) {
        return find(account, agent).toJson(clock.instant());
    }

    /** Replaces the caps; a period that is left out has none then. */
    @PUT
    @Allowed(Role.OWNER)
    public JsonObject set(
            @PathParam("account") String account,
            @PathParam("agent") String agent,
            InputStream body,
            @Context HttpServletRequest request) {
        CapLimits limits = CapLimits.parse(Body.read(body));
        CapState state = find(account, agent);
        caps.prepare(state, limits);
        caps.set(state, limits, AuditLog.Entry.done(request, account, "cap.set", agent, limits.toString()));
        return find(account, agent).toJson(clock.instant());
    }

    private CapState find(String account, String agent) {
        return caps.ofAgent(account, agent).orElseThrow(() -> Problems.notFound("There is no such agent."));
    }
}
