package org.parley.it;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.parley.platform.Json;
import org.parley.run.Keycloak;

/** What an administrator of the identity provider does, and what programs ask it for. */
final class KeycloakAdmin {
    private static final AtomicInteger PRIORITY = new AtomicInteger(200);

    private final URI address;
    private final Api api;

    KeycloakAdmin(Keycloak keycloak) {
        address = keycloak.address();
        api = new Api(address);
    }

    /** An access token of a program, by its client credentials. */
    String programToken(String client) {
        return token(
                "parley",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        client,
                        "client_secret",
                        Keycloak.CLIENT_SECRET));
    }

    /** An access token of another issuer, signed by the same provider. */
    String adminToken() {
        return token(
                "master",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        "admin",
                        "password",
                        Keycloak.ADMIN_PASSWORD));
    }

    /** Ends all sessions of a user. */
    void logout(String user) {
        send("POST", "/users/" + id(user) + "/logout", "");
    }

    void setEnabled(String user, boolean isEnabled) {
        send(
                "PUT",
                "/users/" + id(user),
                Json.object().add("enabled", isEnabled).build().toString());
    }

    /** Takes a role of Parley away, or gives it back. */
    void setRole(String user, String role, boolean isGiven) {
        String client = first("/clients?clientId=parley").getString("id");
        JsonObject known = object("/clients/" + client + "/roles/" + role);
        send(
                isGiven ? "POST" : "DELETE",
                "/users/" + id(user) + "/role-mappings/clients/" + client,
                Json.array().add(known).build().toString());
    }

    /** From now on tokens are signed with a new key. */
    void rotateKeys() {
        JsonObjectBuilder config = Json.object();
        String priority = String.valueOf(PRIORITY.getAndIncrement());
        Map.of("priority", priority, "enabled", "true", "active", "true", "algorithm", "RS256", "keySize", "2048")
                .forEach((key, value) -> config.add(key, Json.array().add(value)));
        send(
                "POST",
                "/components",
                Json.object()
                        .add("name", "rotated")
                        .add("providerId", "rsa-generated")
                        .add("providerType", "org.keycloak.keys.KeyProvider")
                        .add("parentId", object("").getString("id"))
                        .add("config", config)
                        .build()
                        .toString());
    }

    private String id(String user) {
        return first("/users?exact=true&username=" + user).getString("id");
    }

    private JsonObject first(String path) {
        return Json.parseObject("{\"found\":" + send("GET", path, "") + "}")
                .orElseThrow()
                .getJsonArray("found")
                .getJsonObject(0);
    }

    private JsonObject object(String path) {
        return Json.parseObject(send("GET", path, "")).orElseThrow();
    }

    private String send(String method, String path, String body) {
        Api.Answer answer = api.send(HttpRequest.newBuilder(address.resolve("/admin/realms/parley" + path))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
        if (answer.status() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.status() + " "
                    + answer.response().body());
        }
        return answer.response().body();
    }

    private String token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return api.send(HttpRequest.newBuilder(address.resolve("/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .json()
                .getString("access_token");
    }
}
