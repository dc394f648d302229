package org.parley.console;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.parley.platform.Admitted;
import org.parley.platform.Json;
import org.parley.platform.Node;
import org.parley.platform.OperatorsOnly;

/** The nodes that share the database, and which of them answers. */
@Path("admin/nodes")
@OperatorsOnly
@Admitted
@Produces(MediaType.APPLICATION_JSON)
public class NodeListResource {
    @Inject
    NodeList nodes;

    @GET
    public JsonObject read() {
        JsonArrayBuilder list = Json.array();
        nodes.list()
                .forEach(node -> list.add(Json.object()
                        .add("id", node.id())
                        .add("name", node.name())
                        .add("status", node.status())
                        .add("silent_ms", node.silentMs())
                        .add("age_ms", node.ageMs())));
        return Json.object().add("this", Node.id()).add("nodes", list).build();
    }
}
