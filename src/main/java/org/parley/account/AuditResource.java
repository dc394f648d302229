package org.parley.account;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Admitted;

/** Who did what in an account. */
@Path("accounts/{account}/audit")
@Admitted
@Allowed(Role.OWNER)
public class AuditResource {
    @Inject
    AuditLog log;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject json(
            @PathParam("account") String account,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        return AuditReport.read(log, Optional.of(account), before, limit).toJson();
    }

    @GET
    @Path("csv")
    @Produces("text/csv")
    public Response csv(
            @PathParam("account") String account,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @DefaultValue("1000") int limit) {
        return AuditReport.read(log, Optional.of(account), before, limit).csv();
    }
}
