package org.parley.console;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import org.parley.platform.Admitted;
import org.parley.platform.Json;
import org.parley.platform.OperatorsOnly;
import org.parley.platform.Problems;

/** What runs, and what ran last: cost, tools and status of requests of all accounts. */
@Path("admin/requests")
@OperatorsOnly
@Admitted
@Produces(MediaType.APPLICATION_JSON)
public class RequestListResource {
    private static final int MAX_LIMIT = 200;

    @Inject
    RequestList requests;

    @GET
    public JsonObject read(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problems.badRequest("limit is not within 1 to " + MAX_LIMIT + ".");
        }
        return Json.object()
                .add("running", toJson(requests.running(limit)))
                .add("recent", toJson(requests.recent(limit)))
                .build();
    }

    private static JsonArrayBuilder toJson(List<ListedRequest> requests) {
        JsonArrayBuilder list = Json.array();
        requests.forEach(request -> list.add(toJson(request)));
        return list;
    }

    private static JsonObjectBuilder toJson(ListedRequest request) {
        JsonObjectBuilder json = Json.object()
                .add("id", request.id().toString())
                .add("agent", request.agent())
                .add("model", request.model())
                .add("status", request.status())
                .add("error_type", Json.value(request.errorType().orElse(null)))
                .add(
                        "cost",
                        Json.value(request.cost().map(BigDecimal::toPlainString).orElse(null)))
                .add("tokens", request.tokens())
                .add("started_at", request.startedAt().toString())
                .add("tools", Json.strings(request.tools()));
        request.latencyMs()
                .ifPresentOrElse(ms -> json.add("latency_ms", ms), () -> json.add("latency_ms", JsonValue.NULL));
        return json;
    }
}
