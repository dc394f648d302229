package org.parley.identity;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.parley.account.Caller;
import org.parley.account.Role;
import org.parley.platform.Json;

/** A signed-in caller as JSON: {@code {"id", "operator", "roles": {"account": "role"}}}. */
final class CallerJson {
    private CallerJson() {}

    static JsonObjectBuilder of(Caller caller) {
        JsonObjectBuilder roles = Json.object();
        new TreeMap<>(caller.roles()).forEach((account, role) -> roles.add(account, role.word()));
        return Json.object()
                .add("id", caller.id())
                .add("operator", caller.isOperator())
                .add("roles", roles);
    }

    static Caller user(JsonObject json) {
        Map<String, Role> roles = new HashMap<>();
        json.getJsonObject("roles")
                .forEach((account, role) ->
                        Role.of(((JsonString) role).getString()).ifPresent(known -> roles.put(account, known)));
        return new Caller(json.getString("id"), Caller.Kind.USER, "", roles, null, json.getBoolean("operator"));
    }
}
