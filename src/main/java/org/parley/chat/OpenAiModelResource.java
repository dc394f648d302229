package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parley.account.Allowed;
import org.parley.account.Caller;
import org.parley.account.RefusalLog;
import org.parley.account.Role;
import org.parley.agent.Agent;
import org.parley.agent.Agents;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigCascade;
import org.parley.platform.Admitted;
import org.parley.platform.EventLog;
import org.parley.platform.Json;
import org.parley.platform.ProblemException;

/**
 * Agents as models; see "Models" in the OpenAI API reference. A caller finds those of its accounts; an operator those
 * of the accounts that are listed by the setting, and by its address any other.
 */
@Path("models")
@Produces(MediaType.APPLICATION_JSON)
@Admitted
@Allowed(Role.VISITOR)
public class OpenAiModelResource {
    @EJB
    Agents agents;

    @Inject
    ConfigCascade cascade;

    @Inject
    RefusalLog refusals;

    @Context
    HttpServletRequest request;

    @GET
    public JsonObject list() {
        JsonArrayBuilder models = Json.array();
        Caller caller = Caller.of(request);
        listed(caller)
                .filter(account -> caller.sees(account))
                .flatMap(account -> served(account).stream())
                .filter(agent -> caller.sees(agent.address()))
                .forEach(agent -> models.add(model(agent.address())));
        return Json.object().add("object", "list").add("data", models).build();
    }

    /** Accounts whose agents a caller finds without knowing their addresses. */
    private Stream<String> listed(Caller caller) {
        return caller.isOperator()
                ? cascade.global().list("openai.models.listed").stream()
                : caller.roles().keySet().stream().sorted();
    }

    /** One agent as a model. Clients write the slash of its address as it is, or as {@code %2F}. */
    @GET
    @Path("{model: .+}")
    public JsonObject get(@PathParam("model") String model) {
        return model(new OpenAiModel(model).find(this::require).address()).build();
    }

    private Agent require(AgentAddress address) {
        refusals.require(Caller.of(request), Role.VISITOR, address, request);
        return agents.require(address);
    }

    /** An account that is not served has no models, and is no reason to hide those of others. */
    private List<Agent> served(String account) {
        try {
            return agents.ofAccount(account);
        } catch (ProblemException e) {
            EventLog.info(
                    "openai.models.left_out",
                    Map.of("account", account, "problem", e.problem().type()));
            return List.of();
        }
    }

    private static JsonObjectBuilder model(AgentAddress address) {
        return Json.object()
                .add("id", address.toString())
                .add("object", "model")
                .add("created", 0)
                .add("owned_by", address.account());
    }
}
