package org.parley.config;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.parley.platform.Admitted;
import org.parley.platform.Json;
import org.parley.platform.OperatorsOnly;
import org.parley.platform.Problems;

/** What operators ask about the configuration: what is in force on this node and the others, and where each value comes from. */
@Path("admin")
@OperatorsOnly
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ConfigResource {
    @Inject
    ConfigCascade cascade;

    @Inject
    NodeConfig nodes;

    /** The snapshot in force, what is wrong with the files, and what the nodes run on. */
    @GET
    @Path("config")
    @Admitted
    public JsonObject state() {
        ConfigState state = cascade.state();
        JsonObjectBuilder answer = Json.object()
                .add("epoch", state.epoch())
                .add("since", state.since().toString())
                .add("current", state.isCurrent())
                .add("objections", findings(state.objections()));
        state.snapshot().ifPresent(snapshot -> {
            JsonArrayBuilder agents = Json.array();
            snapshot.agents().keySet().forEach(address -> agents.add(agent(snapshot, address)));
            answer.add("hash", snapshot.hash())
                    .add("faults", findings(snapshot.faults()))
                    .add("warnings", findings(snapshot.warnings()))
                    .add("agents", agents);
        });
        return answer.add("nodes", inForce()).build();
    }

    /** For each key of an agent: value, source, file, line and ordinal, and what each lower level says. */
    @GET
    @Path("accounts/{account}/agents/{agent}/config")
    public JsonObject explain(@PathParam("account") String account, @PathParam("agent") String agent) {
        AgentAddress address = new AgentAddress(account, agent);
        ConfigState state = cascade.state();
        AgentReading reading = reading(state.required(), address);
        return Explanation.of(address, reading)
                .add("epoch", state.epoch())
                .add("faults", findings(reading.faults()))
                .build();
    }

    /** An agent without files is nothing that this node lacks. */
    private static AgentReading reading(ConfigSnapshot snapshot, AgentAddress address) {
        try {
            return snapshot.reading(address);
        } catch (ConfigException e) {
            throw Problems.notFound(e.problem().detail());
        }
    }

    private static JsonObjectBuilder agent(ConfigSnapshot snapshot, AgentAddress address) {
        AgentReading reading = snapshot.reading(address);
        return Json.object()
                .add("account", address.account())
                .add("agent", address.agent())
                .add("served", reading.config().isPresent())
                .add("hash", Json.value(reading.config().map(AgentConfig::hash).orElse(null)));
    }

    private JsonArrayBuilder inForce() {
        JsonArrayBuilder array = Json.array();
        for (NodeConfig.Row row : nodes.all()) {
            array.add(Json.object()
                    .add("id", row.id())
                    .add("name", row.name())
                    .add("status", row.status())
                    .add("epoch", row.epoch())
                    .add("hash", Json.value(row.hash().orElse(null)))
                    .add("since", Json.value(row.since().map(Object::toString).orElse(null))));
        }
        return array;
    }

    private static JsonArrayBuilder findings(List<ConfigFinding> findings) {
        JsonArrayBuilder array = Json.array();
        findings.forEach(finding -> array.add(Json.object()
                .add("source", finding.source())
                .add("line", finding.line())
                .add("key", finding.key())
                .add("reason", finding.reason())));
        return array;
    }
}
