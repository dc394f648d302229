package org.parley.account;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Admitted;
import org.parley.platform.OperatorsOnly;

/** Who did what in all accounts and to the installation, for operators. */
@Path("admin/audit")
@Admitted
@OperatorsOnly
public class AllAuditResource {
    @Inject
    AuditLog log;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject json(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @DefaultValue("100") int limit) {
        return AuditReport.read(log, Optional.empty(), before, limit).toJson();
    }

    @GET
    @Path("csv")
    @Produces("text/csv")
    public Response csv(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @DefaultValue("1000") int limit) {
        return AuditReport.read(log, Optional.empty(), before, limit).csv();
    }
}
