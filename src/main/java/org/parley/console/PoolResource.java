package org.parley.console;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.parley.platform.Json;
import org.parley.platform.Node;
import org.parley.platform.OperatorsOnly;
import org.parley.pool.PoolSample;
import org.parley.pool.PoolStatus;
import org.parley.pool.PoolWatch;

/** The pool of this node, now and in the last quarter of an hour. */
@Path("admin/pool")
@OperatorsOnly
@Produces(MediaType.APPLICATION_JSON)
public class PoolResource {
    @Inject
    PoolWatch pool;

    /** The figures now, and the looks after a time, in milliseconds since 1970. */
    @GET
    public JsonObject read(@QueryParam("after") @DefaultValue("0") long after) {
        JsonArrayBuilder samples = Json.array();
        pool.after(Instant.ofEpochMilli(after)).forEach(sample -> samples.add(toJson(sample)));
        return Json.object()
                .add("node", Node.id())
                .add("kept", pool.kept())
                .add("now", toJson(pool.current()))
                .add("samples", samples)
                .build();
    }

    private static JsonObjectBuilder toJson(PoolStatus status) {
        JsonObjectBuilder json = Json.object();
        status.figures().forEach(json::add);
        return json;
    }

    private static JsonObjectBuilder toJson(PoolSample sample) {
        return Json.object()
                .add("at", sample.at().toEpochMilli())
                .add("size", sample.status().size())
                .add("checked_out", sample.status().checkedOut())
                .add("waiting", sample.status().waiting());
    }
}
