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

/** What an account may spend. */
@Path("accounts/{account}/caps")
@Admitted
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Allowed(Role.MEMBER)
public class AccountCapResource {
    @EJB
    CapTable caps;

    @Inject
    Clock clock;

    @GET
    public JsonObject read(@PathParam("account") String account) {
        return find(account).toJson(clock.instant());
    }

    /** Replaces the caps; a period that is left out has none then. */
    @PUT
    @Allowed(Role.OWNER)
    public JsonObject set(@PathParam("account") String account, InputStream body, @Context HttpServletRequest request) {
        CapLimits limits = CapLimits.parse(Body.read(body));
        CapState state = find(account);
        caps.prepare(state, limits);
        caps.set(state, limits, AuditLog.Entry.done(request, account, "cap.set", account, limits.toString()));
        return find(account).toJson(clock.instant());
    }

    private CapState find(String account) {
        return caps.ofAccount(account).orElseThrow(() -> Problems.notFound("There is no such account."));
    }
}
