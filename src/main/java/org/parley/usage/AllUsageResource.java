package org.parley.usage;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Admitted;
import org.parley.platform.OperatorsOnly;

/** What all accounts used and what it cost, for operators. */
@Path("admin/usage")
@Admitted
@OperatorsOnly
public class AllUsageResource {
    @Inject
    UsageReports reports;

    @Inject
    Clock clock;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response json(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @Nullable String by) {
        return report(from, to, by).json();
    }

    @GET
    @Path("csv")
    @Produces("text/csv")
    public Response csv(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @Nullable String by) {
        return report(from, to, by).csv();
    }

    private UsageReport report(@Nullable String from, @Nullable String to, @Nullable String by) {
        UsageQuery query = UsageQuery.parse(Optional.empty(), from, to, by, clock);
        return new UsageReport(query, reports.report(query));
    }
}
