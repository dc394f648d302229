package org.parley.usage;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Allowed;
import org.parley.account.Role;
import org.parley.platform.Admitted;
import org.parley.platform.Problems;

/** What an account used and what it cost. */
@Path("accounts/{account}/usage")
@Admitted
@Allowed(Role.MEMBER)
public class UsageResource {
    @Inject
    UsageReports reports;

    @Inject
    Clock clock;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response json(
            @PathParam("account") String account,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @Nullable String by) {
        return report(account, from, to, by).json();
    }

    @GET
    @Path("csv")
    @Produces("text/csv")
    public Response csv(
            @PathParam("account") String account,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @Nullable String by) {
        return report(account, from, to, by).csv();
    }

    private UsageReport report(String account, @Nullable String from, @Nullable String to, @Nullable String by) {
        UUID id = reports.account(account).orElseThrow(() -> Problems.notFound("There is no such account."));
        UsageQuery query = UsageQuery.parse(Optional.of(id), from, to, by, clock);
        return new UsageReport(query, reports.report(query));
    }
}
