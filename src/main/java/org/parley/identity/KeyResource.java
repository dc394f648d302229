package org.parley.identity;

import jakarta.ejb.EJB;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.parley.account.Allowed;
import org.parley.account.Role;
import org.parley.platform.Admitted;
import org.parley.platform.Body;
import org.parley.platform.Ids;
import org.parley.platform.Json;

/** The keys of an account, for programs and for pages that embed an agent. */
@Path("accounts/{account}/keys")
@Admitted
@Allowed(Role.OWNER)
@Produces(MediaType.APPLICATION_JSON)
public class KeyResource {
    @EJB
    KeyTable keys;

    /** Makes a key, and shows it this once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(
            @PathParam("account") String account, InputStream body, @Context HttpServletRequest request) {
        KeyRequest asked = KeyRequest.parse(Body.read(body));
        ApiKey key = ApiKey.create(asked.isPublishable());
        UUID id = keys.add(request, account, asked, key);
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Json.object()
                        .add("id", id.toString())
                        .add("prefix", key.prefix())
                        .add("key", key.text())
                        .build())
                .build();
    }

    @GET
    public JsonObject list(@PathParam("account") String account) {
        JsonArrayBuilder list = Json.array();
        keys.list(account).forEach(key -> list.add(toJson(key)));
        return Json.object().add("keys", list).build();
    }

    @DELETE
    @Path("{id}")
    public Response revoke(
            @PathParam("account") String account, @PathParam("id") String id, @Context HttpServletRequest request) {
        keys.revoke(request, account, Ids.parse("id", id));
        return Response.noContent().build();
    }

    private static JsonObjectBuilder toJson(KeyTable.Listed key) {
        return Json.object()
                .add("id", key.id().toString())
                .add("name", key.name())
                .add("prefix", key.prefix())
                .add("role", key.role())
                .add("agent", Json.value(key.agent().orElse(null)))
                .add("origins", Json.strings(key.origins()))
                .add("created_by", key.createdBy())
                .add("created_at", key.createdAt().toString())
                .add(
                        "expires_at",
                        Json.value(key.expiresAt().map(Object::toString).orElse(null)))
                .add(
                        "revoked_at",
                        Json.value(key.revokedAt().map(Object::toString).orElse(null)));
    }
}
