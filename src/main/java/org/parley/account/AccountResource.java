package org.parley.account;

import jakarta.ejb.EJB;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.parley.platform.Admitted;
import org.parley.platform.Json;

/** The accounts that a caller may choose from. */
@Path("accounts")
@Produces(MediaType.APPLICATION_JSON)
@Admitted
@Allowed(Role.VISITOR)
public class AccountResource {
    @EJB
    Accounts accounts;

    @Context
    HttpServletRequest request;

    @GET
    public JsonObject list() {
        JsonArrayBuilder list = Json.array();
        Caller caller = Caller.of(request);
        accounts.active().stream()
                .filter(account -> caller.sees(account.slug()))
                .forEach(account ->
                        list.add(Json.object().add("slug", account.slug()).add("name", account.name())));
        return Json.object().add("accounts", list).build();
    }
}
