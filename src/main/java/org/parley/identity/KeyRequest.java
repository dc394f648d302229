package org.parley.identity;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.parley.account.Role;
import org.parley.config.AgentAddress;
import org.parley.platform.Json;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;
import org.parley.platform.Times;

/**
 * A key as an owner asks for it.
 *
 * @param agent slug of the only agent that may be asked; empty: any of the account
 * @param origins of the pages that may use it; a key that has any is publishable
 * @param expiresAt empty: it holds until it is revoked
 */
record KeyRequest(String name, Role role, Optional<String> agent, List<String> origins, Optional<Instant> expiresAt) {
    private static final Set<String> FIELDS = Set.of("name", "role", "agent", "origins", "expires_at");
    private static final int MOST_CHARACTERS = 100;
    private static final int MOST_ORIGINS = 20;

    KeyRequest {
        origins = List.copyOf(origins);
    }

    boolean isPublishable() {
        return !origins.isEmpty();
    }

    /** Fails with 400 when it is not a key that there can be. */
    static KeyRequest parse(String body) {
        JsonObject json =
                Json.parseObject(body).orElseThrow(() -> Problems.badRequest("The body is not a JSON object."));
        if (!FIELDS.containsAll(json.keySet())) {
            throw Problems.badRequest("The body has a field that is not known; it may have " + FIELDS + ".");
        }
        KeyRequest asked = new KeyRequest(
                Json.text(json, "name").orElseThrow(() -> Problems.badRequest("name is missing.")),
                Json.text(json, "role").map(KeyRequest::role).orElse(Role.VISITOR),
                Json.text(json, "agent"),
                origins(json.getOrDefault("origins", JsonValue.EMPTY_JSON_ARRAY)),
                Json.text(json, "expires_at").map(time -> Times.instant("expires_at", time)));
        asked.requireSense();
        return asked;
    }

    private void requireSense() {
        if (name.isBlank() || name.length() > MOST_CHARACTERS || name.chars().anyMatch(Character::isISOControl)) {
            throw Problems.badRequest("name is not of 1 to " + MOST_CHARACTERS + " characters.");
        }
        agent.ifPresent(slug -> AgentAddress.requireSlug("agent", slug));
        if (isPublishable() && (agent.isEmpty() || role != Role.VISITOR)) {
            throw Problems.badRequest("A key with origins is for one agent, and its role is visitor.");
        }
    }

    private static Role role(String word) {
        return Role.of(word).orElseThrow(() -> Problems.badRequest("role is none of visitor, member, editor, owner."));
    }

    private static List<String> origins(JsonValue value) {
        if (!(value instanceof JsonArray list) || list.size() > MOST_ORIGINS) {
            throw Problems.badRequest("origins is not a list of at most " + MOST_ORIGINS + ".");
        }
        return list.stream().map(KeyRequest::origin).toList();
    }

    /** As browsers send it: scheme, host in lower case, and a port that is not the scheme's own. */
    private static String origin(JsonValue value) {
        try {
            if (value instanceof JsonString text) {
                URI uri = URI.create(text.getString());
                boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
                if (isWeb && uri.getHost() != null && text.getString().equals(canonical(uri))) {
                    return text.getString();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(badOrigin().problem(), null, e);
        }
        throw badOrigin();
    }

    private static String canonical(URI uri) {
        int own = uri.getScheme().equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == own ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static ProblemException badOrigin() {
        return Problems.badRequest("An origin is not of the form https://www.example.com.");
    }
}
